import { ManySums } from '../../../generated/kernels.ts';
import { mostItems, type SentItems } from '../items/products.ts';
import { type Loaded, loaded } from '../loaded.ts';
import { putRecord } from '../record.ts';
import { cellsOf, type DirectColumns, isDense, largestOf, putRules } from './direct-sums.ts';
import { lentShorts, markedOf, type NarrowArithmetic } from './narrow-sums.ts';
import { codeCells, hasCells, type SharedColumns } from './shared-sums.ts';

/** Inputs of many products, in raw integers. */
export interface RawInputs extends SentItems {
  /** The input of each item. */
  readonly inputs: Int32Array;
  /** What is added to each row in the end, in place of the last item of each product; absent: nothing is. */
  readonly bias?: Int16Array;
}

/** How sums are made, and what a step of them is worth. */
export interface ManyArithmetic extends NarrowArithmetic {
  readonly step: number;
}

/** Outputs of many products, one behind the other. */
export interface ManyOutputs {
  readonly outputs: Float32Array;
  /** Sums of each product that were clipped. */
  readonly clipped: Uint32Array;
  /** Items (their numbers) some of whose products were clipped. */
  readonly clippedItems: readonly number[];
}

/** Products of a call. */
const CALL = 16;
/** Items whose products with all values of a codebook are made at a time, and values that a table holds. */
const TABLE_ITEMS = 256;
const CODES = 16;
/** A product of more items might reach farther than 32 bits say. */
const MOST_ITEMS = 2 ** 16;

/** Where weights lie and what the kernel asks of them. */
interface Weights {
  readonly cells: number;
  readonly blocks: number;
  readonly stride: number;
  readonly rowsOfBlock: number;
}

/** Outputs in raw integers of up to 16 bits of weights that lie as numbers; undefined where there is no kernel, or the layer is too sparse: products one by one are its twin. */
export function manyDirect(
  matrix: DirectColumns,
  sent: RawInputs,
  arithmetic: ManyArithmetic,
): ManyOutputs | undefined {
  const kernels = loaded();
  if (kernels === undefined || !isDense(matrix, 2) || mostItems(sent.ends) > MOST_ITEMS) return undefined;
  const { memory, call } = kernels;
  const weights = { ...cellsOf(kernels, matrix, 2), rowsOfBlock: 32 };
  const most = largestOf(matrix);
  return memory.lend((take) => {
    const reaches = take(4 * sent.inputs.length + 4);
    putReaches(memory.words(reaches, sent.inputs.length + 1), sent.inputs, most, arithmetic);
    const work = { ...NO_TABLE, reaches };
    return outputsOf(kernels, take, { matrix, weights, sent, arithmetic, most, work }, (many, from, to) =>
      call.addManyFixed(many, from, to),
    );
  });
}

/** The same of weights by code; `values`: the raw value of each code. */
export function manyShared(
  matrix: SharedColumns,
  values: Int16Array,
  sent: RawInputs,
  arithmetic: ManyArithmetic,
): ManyOutputs | undefined {
  const kernels = loaded();
  if (kernels === undefined || !hasCells(matrix, values.length)) return undefined;
  const { memory, call } = kernels;
  const stride = 64 * (matrix.columnStart.length - 1);
  const weights = { cells: codeCells(kernels, matrix), blocks: Math.ceil(matrix.rows / 64), stride, rowsOfBlock: 64 };
  return memory.lend((take) => {
    const table = lentShorts(memory, take, values, 2 * CODES);
    const work = { ...NO_TABLE, table, planes: take(2 * CODES * TABLE_ITEMS) };
    return outputsOf(kernels, take, { matrix, weights, sent, arithmetic, most: 0, work }, (many, from, to) =>
      call.addManyShared(many, from, to),
    );
  });
}

const NO_TABLE = { reaches: 0, table: 0, planes: 0 };

function outputsOf(
  { call, memory }: Loaded,
  take: (bytes: number) => number,
  {
    matrix: { rows },
    weights: { rowsOfBlock, ...weights },
    sent: { columns, ends, inputs, bias },
    arithmetic,
    most,
    work,
  }: {
    readonly matrix: Pick<DirectColumns, 'rows'>;
    readonly weights: Weights;
    readonly sent: RawInputs;
    readonly arithmetic: ManyArithmetic;
    readonly most: number;
    readonly work: typeof NO_TABLE;
  },
  add: (many: number, from: number, to: number) => void,
): ManyOutputs {
  const products = ends.length;
  const ofProduct = weights.blocks * rowsOfBlock;
  const [clips, clipped] = [memory.cleared(take, inputs.length), memory.cleared(take, 4 * products)];
  // the last product may write whole blocks
  const outputs = take(4 * (products * rows + rowsOfBlock));
  const many = putRecord(memory, take, ManySums, {
    columns: memory.lent(take, columns),
    inputs: memory.lent(take, inputs),
    ends: memory.lent(take, ends),
    apart: bias === undefined ? 0 : 1,
    ...weights,
    sums: take(2 * products * ofProduct),
    clips,
    clipped,
    rules: putRules(memory, take, arithmetic, most),
    ...work,
    bias: bias === undefined ? 0 : lentShorts(memory, take, bias, 2 * ofProduct),
    rows,
    step: new Uint32Array(Float32Array.of(arithmetic.step).buffer)[0],
    outputs,
  });
  for (let from = 0; from < products; from += CALL) {
    const to = Math.min(from + CALL, products);
    add(many, from, to);
    call.finishMany(many, from, to, ofProduct);
  }
  return {
    outputs: memory.floats(outputs, products * rows).slice(),
    clipped: memory.words(clipped, products).slice(),
    clippedItems: markedOf(memory.bytes(clips, inputs.length)),
  };
}

/** How far all items before one, and at last all, can carry a sum: a product is no larger than the largest weight makes it, rounded up. */
function putReaches(
  reaches: Uint32Array,
  inputs: Int32Array,
  most: number,
  { shift, low, high }: NarrowArithmetic,
): void {
  const scale = most * 2 ** -shift;
  const far = Math.min(high, -low) + 1;
  reaches[0] = 0;
  for (let n = 0; n < inputs.length; n++)
    reaches[n + 1] = reaches[n] + Math.min(far, Math.floor(Math.abs(inputs[n]) * scale) + 1);
}
