import { Rules } from '../../../generated/kernels.ts';
import type { NumberFormat } from '../../base/number-format.ts';
import type { LinearMemory } from '../linear-memory.ts';
import { type Loaded, loaded } from '../loaded.ts';
import { BEHIND, bitPartsOf, partsOf } from '../parts.ts';
import { putRecord } from '../record.ts';
import type { DrawnPlaces } from '../weights/place-bits.ts';
import { quantizerInPlace } from '../weights/quantize-floats.ts';
import { type NarrowArithmetic, type NarrowSums, takeNarrowSums } from './narrow-sums.ts';

/** Compressed columns of weights in the format of the arithmetic unit, whether they are shared or not. */
export interface DirectColumns {
  readonly rows: number;
  readonly columnStart: Uint32Array;
  readonly rowIndex: Uint32Array;
  /** Rows as bits, where they are there. */
  readonly places?: DrawnPlaces;
  /** What the values belong to: equal owners have equal values. */
  readonly owner: object;
  /** Value of stored weight k; a raw integer where sums are. */
  readonly weightOf: (k: number) => number;
  /** The same as floats that a number format turns into those values, where that is known: a layer that is used once need not be laid out in cells. */
  readonly plain?: { readonly weights: Float32Array; readonly format: NumberFormat };
}

/** Inputs of a call. */
const CALL = 256;
/** Bytes of a column in a block of rows. */
const COLUMN = 64;
/** A number for each cell pays, in time and memory, while a stored weight takes no more than this. */
const BYTES_PER_WEIGHT = 12;

/** Whether there are kernels, and weights are not too sparse to lie in cells of so many bytes. */
export function isDense({ rows, columnStart }: DirectColumns, cellBytes: number): boolean {
  const stored = columnStart.length - 1;
  return cellBytes * rows * stored <= BYTES_PER_WEIGHT * columnStart[stored];
}

/**
 * Sums of raw integers of up to 16 bits; undefined where the kernel does not take the layer, and its twin (the accumulators of `src/simulate/outputs`) has to.
 * @param inputs raw value of the input of each of `columns`
 */
export function narrowDirectSums(
  matrix: DirectColumns,
  columns: Uint32Array,
  inputs: Int32Array,
  arithmetic: NarrowArithmetic,
): NarrowSums | undefined {
  const kernels = loaded();
  if (kernels === undefined || !isDense(matrix, 2)) return undefined;
  const { call, memory } = kernels;
  const { cells, blocks, stride } = cellsOf(kernels, matrix, 2);
  const most = largestOf(matrix);
  const count = columns.length;
  return memory.lend((take) => {
    const [items, values] = [memory.lent(take, columns), memory.lent(take, inputs)];
    const [clips, sums] = [memory.cleared(take, count), memory.cleared(take, COLUMN * blocks)];
    const rules = putRules(memory, take, arithmetic, most);
    let clipped = 0;
    for (let from = 0; from < count; from += CALL) {
      const now = Math.min(CALL, count - from);
      const [of, at] = [items + 4 * from, values + 4 * from];
      for (let b = 0; b < blocks; b++)
        clipped += call.addFixed(of, at, now, cells + b * stride, sums + COLUMN * b, rules, clips + from);
    }
    return takeNarrowSums(memory, { sums, rows: matrix.rows, marks: clips, inputs: count }, clipped);
  });
}

/** How products with weights of up to a magnitude are rounded and clipped. */
export function putRules(
  memory: LinearMemory,
  take: (bytes: number) => number,
  { shift, low, high }: NarrowArithmetic,
  most: number,
): number {
  const safe = most === 0 ? 0x8000 : Math.floor(((Math.min(high, -low) - 1) * 2 ** shift) / most);
  return putRecord(memory, take, Rules, { shift, low, high, safe: Math.max(0, Math.min(safe, 0x8000)) });
}

/** Sums in single precision; undefined where the kernel does not take the layer, or a product or sum overflows. */
export function floatDirectSums(
  matrix: DirectColumns,
  columns: Uint32Array,
  inputs: Float32Array,
): Float32Array | undefined {
  const kernels = loaded();
  if (kernels === undefined) return undefined;
  const { plain, owner } = matrix;
  const inCells = isDense(matrix, 4);
  const sums =
    plain !== undefined && (!inCells || isFirst(owner))
      ? sparseSums(kernels, matrix, plain, columns, inputs)
      : inCells
        ? sumsOfCells(kernels, matrix, columns, inputs)
        : undefined;
  // a sum that has left the range never comes back
  return sums?.every(Number.isFinite) ? sums : undefined;
}

/** Owners whose weights were used once: what is used again is laid out in cells, which takes as long as some uses. */
const used = new WeakSet<object>();

function isFirst(owner: object): boolean {
  if (used.has(owner)) return false;
  used.add(owner);
  return true;
}

/** Stored weights that are brought into the kernels' memory at a time, about so many. */
const PART = 2 ** 15;

/** One column after the other as they are stored; undefined where no kernel brings weights to their format. */
function sparseSums(
  kernels: Loaded,
  matrix: DirectColumns,
  { weights, format }: NonNullable<DirectColumns['plain']>,
  columns: Uint32Array,
  inputs: Float32Array,
): Float32Array | undefined {
  const { call, memory } = kernels;
  const { rows, columnStart } = matrix;
  const stored = columnStart.length - 1;
  const width = Math.max(1, Math.min(CALL, Math.floor((PART * stored) / (columnStart[stored] + 1))));
  const patterns = new Uint32Array(weights.buffer, weights.byteOffset, weights.length);
  return memory.lend((take) => {
    const [starts, items, values] = [columnStart, columns, inputs].map((array) => memory.lent(take, array));
    const to = memory.cleared(take, 4 * rows);
    const ownRows = rowParts(matrix, width, kernels, take);
    const ownWeights = partsOf(columnStart, width, memory, take);
    const quantize = quantizerInPlace(format, kernels, take);
    if (quantize === undefined) return undefined;
    for (let n = 0; n < columns.length; ) {
      const from = columns[n] - (columns[n] % width);
      let now = 1;
      while (n + now < columns.length && columns[n + now] < from + width) now++;
      const weightsAt = ownWeights.put(patterns, from);
      const [first, end] = [columnStart[from], columnStart[Math.min(from + width, stored)]];
      quantize(weightsAt + 4 * first, end - first);
      call.addSparseSingle(starts, ownRows(from), weightsAt, items + 4 * n, values + 4 * n, now, to);
      n += now;
    }
    return memory.floats(to, rows).slice();
  });
}

/** Brings the rows of `width` columns at a time, from a column on; the address that row 0 of all would have. */
function rowParts(
  matrix: DirectColumns,
  width: number,
  { call, memory }: Loaded,
  take: (bytes: number) => number,
): (from: number) => number {
  const { rows, columnStart, places } = matrix;
  if (places === undefined) {
    const parts = partsOf(columnStart, width, memory, take);
    return (from) => parts.put(matrix.rowIndex, from);
  }
  const stored = columnStart.length - 1;
  const bits = bitPartsOf(places.bits, rows, width, memory, take);
  const at = take(4 * width * rows + BEHIND);
  return (from) => {
    const to = Math.min(from + width, stored);
    call.rowsOfBits(bits.put(from, to), rows, from, to, at);
    return at - 4 * columnStart[from];
  };
}

function sumsOfCells(kernels: Loaded, matrix: DirectColumns, columns: Uint32Array, inputs: Float32Array): Float32Array {
  const { call, memory } = kernels;
  const { cells, blocks, stride } = cellsOf(kernels, matrix, 4);
  const count = columns.length;
  return memory.lend((take) => {
    const [items, values] = [memory.lent(take, columns), memory.lent(take, inputs)];
    const to = memory.cleared(take, COLUMN * blocks);
    for (let from = 0; from < count; from += CALL) {
      const now = Math.min(CALL, count - from);
      for (let b = 0; b < blocks; b++)
        call.addSingle(items + 4 * from, values + 4 * from, now, cells + b * stride, to + COLUMN * b);
    }
    return memory.floats(to, matrix.rows).slice();
  });
}

/** Weights as numbers in cells, so many blocks of rows, each `stride` bytes long; made once of their owner. */
export function cellsOf(
  { memory }: Loaded,
  { rows, columnStart, rowIndex, owner, weightOf }: DirectColumns,
  bytes: 2 | 4,
): { readonly cells: number; readonly blocks: number; readonly stride: number } {
  const stored = columnStart.length - 1;
  const ofBlock = COLUMN / bytes;
  const blocks = Math.ceil(rows / ofBlock);
  const stride = stored * COLUMN;
  const size = blocks * stride;
  const cells = memory.keep(owner, `cells of ${bytes} bytes`, size, (at) => {
    const numbers = bytes === 2 ? memory.shorts(at, size / 2) : memory.floats(at, size / 4);
    numbers.fill(0);
    for (let c = 0; c < stored; c++)
      for (let k = columnStart[c]; k < columnStart[c + 1]; k++) {
        const inBlock = rowIndex[k] % ofBlock;
        numbers[(((rowIndex[k] - inBlock) / ofBlock) * stored + c) * ofBlock + inBlock] = weightOf(k);
      }
  });
  return { cells, blocks, stride };
}

const largest = new WeakMap<object, number>();

/** The largest magnitude of a value. */
export function largestOf({ rowIndex, owner, weightOf }: DirectColumns): number {
  let found = largest.get(owner);
  if (found === undefined) {
    found = 0;
    for (let k = 0; k < rowIndex.length; k++) found = Math.max(found, Math.abs(weightOf(k)));
    largest.set(owner, found);
  }
  return found;
}
