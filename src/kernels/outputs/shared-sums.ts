import type { Kernels } from '../../../generated/kernels.ts';
import { type Loaded, loaded } from '../loaded.ts';
import { bitPartsOf, partsOf } from '../parts.ts';
import type { DrawnPlaces } from '../weights/place-bits.ts';
import { lentShorts, type NarrowArithmetic, type NarrowSums, takeNarrowSums } from './narrow-sums.ts';

/** Compressed columns of weights that share the values of a codebook. */
export interface SharedColumns {
  readonly rows: number;
  readonly columnStart: Uint32Array;
  readonly rowIndex: Uint32Array;
  readonly codes: Uint8Array;
  /** The same places as bits, where they are known: rows are then not looked at where weights lie in cells. */
  readonly places?: DrawnPlaces;
}

/** Inputs of a call. */
const CALL = 256;
/** Rows of a block of cells. */
const BLOCK = 64;
/** Codes that a table in registers holds. */
const CODES = 16;
/** Bytes of inputs that are sorted into groups. */
const SORTED = 3136;
/** A byte for each cell pays, in time and memory, where at least one in so many holds a weight. */
const CELLS_PER_WEIGHT = 12;

/** Whether there are kernels, and weights lie in cells: few codes, and not too sparse. */
export function hasCells(
  { rows, columnStart }: Pick<SharedColumns, 'rows' | 'columnStart'>,
  codebookSize: number,
): boolean {
  if (loaded() === undefined) return false;
  const stored = columnStart.length - 1;
  const weights = columnStart[stored];
  return codebookSize <= CODES && weights > 0 && rows * stored <= CELLS_PER_WEIGHT * weights;
}

/**
 * Sums of raw integers; undefined where the kernel does not take the layer, and its twin (the accumulators of `src/simulate/outputs`) has to.
 * @param weights raw value of each code
 * @param inputs raw value of the input of each of `columns`
 */
export function narrowSums(
  matrix: SharedColumns,
  columns: Uint32Array,
  weights: Int16Array,
  inputs: Int32Array,
  { shift, low, high }: NarrowArithmetic,
): NarrowSums | undefined {
  const kernels = loaded();
  if (kernels === undefined || !hasCells(matrix, weights.length)) return undefined;
  const { call, memory } = kernels;
  const stored = matrix.columnStart.length - 1;
  const blocks = Math.ceil(matrix.rows / BLOCK);
  const count = columns.length;
  const halves = codeHalves(kernels, matrix);
  return memory.lend((take) => {
    const table = lentShorts(memory, take, weights, 2 * CODES);
    const [items, values] = [memory.lent(take, columns), memory.lent(take, inputs)];
    const [clips, sums] = [memory.cleared(take, count), memory.cleared(take, 2 * BLOCK * blocks)];
    const [planes, sorted] = [take(2 * CODES * CALL), take(SORTED)];
    const limit = Math.min(high, -low);
    let magnitude = 0;
    for (let code = 0; code < weights.length; code++) magnitude = Math.max(magnitude, Math.abs(weights[code]));
    let clipped = 0;
    // on all sums: while it is in the range none of them need be looked at
    let bound = 0;
    for (let from = 0; from < count; from += CALL) {
      const [at, now] = [4 * from, Math.min(CALL, count - from)];
      const reach = call.groupInputs(items + at, values + at, now, magnitude, shift, limit, sorted) >>> 0;
      if (bound + reach > limit && reach <= limit) bound = call.reachOf(sums, BLOCK * blocks);
      if (bound + reach <= limit) {
        call.groupedProducts(table, shift, sorted, planes);
        call.addGrouped(sorted, planes, halves, stored * BLOCK, matrix.rows, sums);
        bound += reach;
        continue;
      }
      call.fixedProducts(table, values + at, now, shift, low, high, planes, clips + from);
      const cells = codeCells(kernels, matrix);
      for (let b = 0; b < blocks; b++) {
        const [own, to] = [cells + b * stored * BLOCK, sums + 2 * BLOCK * b];
        clipped += call.addClippedNarrow(items + at, now, planes, own, to, low, high);
      }
      bound = Number.POSITIVE_INFINITY;
    }
    return takeNarrowSums(memory, { sums, rows: matrix.rows, marks: clips, inputs: count }, clipped);
  });
}

/** Sums in single precision; undefined where the kernel does not take the layer or a product overflows. */
export function floatSums(
  matrix: SharedColumns,
  columns: Uint32Array,
  weights: Float32Array,
  inputs: Float32Array,
): Float32Array | undefined {
  const kernels = loaded();
  if (kernels === undefined) return undefined;
  if (!hasCells(matrix, weights.length)) return sparseFloatSums(kernels, matrix, columns, weights, inputs);
  const { call, memory } = kernels;
  const stored = matrix.columnStart.length - 1;
  const blocks = Math.ceil(matrix.rows / BLOCK);
  const count = columns.length;
  const cells = codeCells(kernels, matrix);
  return memory.lend((take) => {
    const table = memory.cleared(take, 4 * CODES);
    memory.put(table, weights);
    const [items, values] = [memory.lent(take, columns), memory.lent(take, inputs)];
    const [planes, sums] = [take(4 * CODES * CALL), memory.cleared(take, 4 * BLOCK * blocks)];
    for (let from = 0; from < count; from += CALL) {
      const now = Math.min(CALL, count - from);
      if (call.floatProducts(table, values + 4 * from, now, planes) === 0) return undefined;
      for (let b = 0; b < blocks; b++)
        call.addFloats(items + 4 * from, now, planes, cells + b * stored * BLOCK, sums + 4 * BLOCK * b);
    }
    return memory.floats(sums, matrix.rows).slice();
  });
}

function sparseFloatSums(
  { call, memory }: Loaded,
  { rows, columnStart, rowIndex, codes }: SharedColumns,
  columns: Uint32Array,
  weights: Float32Array,
  inputs: Float32Array,
): Float32Array | undefined {
  const size = weights.length;
  const sources = [columnStart, rowIndex, codes].map((array) => memory.moved(array));
  return memory.lend((take) => {
    const [items, tables, sums] = [memory.lent(take, columns), take(4 * size * CALL), memory.cleared(take, 4 * rows)];
    for (let from = 0; from < columns.length; from += CALL) {
      const now = Math.min(CALL, columns.length - from);
      const products = memory.floats(tables, size * now);
      for (let n = 0, at = 0; n < now; n++)
        for (let code = 0; code < size; code++, at++) {
          products[at] = weights[code] * inputs[from + n];
          if (!Number.isFinite(products[at])) return undefined;
        }
      call.addSparseFloats(sources[0], sources[1], sources[2], items + 4 * from, now, tables, size, sums);
    }
    return memory.floats(sums, rows).slice();
  });
}

/** Codes as a byte for each cell, [block of 64 rows][column][row]; made once of a layer. */
export function codeCells(kernels: Loaded, matrix: SharedColumns): number {
  const { placeCells, placeCellsOfBits } = kernels.call;
  return placed(kernels, matrix, 'cells', BLOCK, { place: placeCells, placeOfBits: placeCellsOfBits });
}

/** Codes of two rows in a byte, [block of 128 rows][column][row], of each 32 rows the last 16 in the upper halves of 16 bytes: half as much to fetch. */
function codeHalves(kernels: Loaded, matrix: SharedColumns): number {
  const { placeHalves, placeHalvesOfBits } = kernels.call;
  return placed(kernels, matrix, 'halves', 2 * BLOCK, { place: placeHalves, placeOfBits: placeHalvesOfBits });
}

function placed(
  { memory }: Loaded,
  matrix: SharedColumns,
  name: string,
  rowsOfBlock: number,
  { place, placeOfBits }: { readonly place: Kernels['placeCells']; readonly placeOfBits: Kernels['placeCellsOfBits'] },
): number {
  const { rows, columnStart, codes, places } = matrix;
  const stored = columnStart.length - 1;
  const bytes = Math.ceil(rows / rowsOfBlock) * BLOCK * stored;
  return memory.keep(codes, name, bytes, (cells) =>
    memory.lend((take) => {
      const starts = memory.moved(columnStart);
      const bits = places && bitPartsOf(places.bits, rows, CALL, memory, take);
      const ownRows = bits === undefined ? partsOf(columnStart, CALL, memory, take) : undefined;
      const ownCodes = partsOf(columnStart, CALL, memory, take, 1);
      memory.fill(cells, bytes, 0);
      for (let from = 0; from < stored; from += CALL) {
        const to = Math.min(from + CALL, stored);
        const codesAt = ownCodes.put(codes, from);
        if (bits === undefined) place(starts, ownRows!.put(matrix.rowIndex, from), codesAt, stored, cells, from, to);
        else placeOfBits(starts, bits.put(from, to), rows, codesAt, stored, cells, from, to);
      }
    }),
  );
}
