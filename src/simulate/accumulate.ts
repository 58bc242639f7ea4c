import { type FixedFormat, type FloatFormat, type NumberFormat, quantize, saturates } from '../base/number-format.ts';
import type { Products } from './arithmetic.ts';

/** The accumulators of all output rows. */
export interface Accumulators {
  newProducts(count: number): Products;
  /** Adds products[codes[k]] to row rowIndex[k] for from <= k < to; the rows of one call are distinct. */
  addShared(rowIndex: Uint32Array, codes: Uint8Array, products: Products, from: number, to: number): void;
  /** Adds products[k - from] to row rowIndex[k] for from <= k < to. */
  addDirect(rowIndex: Uint32Array, products: Products, from: number, to: number): void;
  addOne(row: number, product: number): void;
  /** Sums that were clipped so far. */
  saturations(): number;
  outputs(): Float32Array;
}

/** Accumulators of a format, all zero; a kernel of its own for the usual formats, because these loops are all the time that outputs take. */
export function accumulatorsFor(format: NumberFormat, rows: number): Accumulators {
  if (format.kind === 'fixed')
    return format.widthBits <= 30 ? rawAccumulators(format, rows) : wideAccumulators(format, rows);
  return format.name === 'fp32' ? fp32Accumulators(rows) : saturatingAccumulators(format, rows);
}

/** IEEE single precision: the typed array rounds each sum once. Overflow is not clipped here: it leaves an infinity or NaN for the caller to see. */
function fp32Accumulators(rows: number): Accumulators {
  const sums = new Float32Array(rows);
  return {
    newProducts: (count) => new Float32Array(count),
    addShared: (rowIndex, codes, products, from, to) =>
      addFp32(sums, rowIndex, codes, products as Float32Array, from, to),
    addDirect(rowIndex, products, from, to) {
      for (let k = from; k < to; k++) sums[rowIndex[k]] += products[k - from];
    },
    addOne(row, product) {
      sums[row] += product;
    },
    saturations: () => 0,
    outputs: () => sums.slice(),
  };
}

/** Four rows at a time: they are distinct, so the loads need not wait for the stores (1.6 x, bench/rivals). */
function addFp32(
  sums: Float32Array,
  rowIndex: Uint32Array,
  codes: Uint8Array,
  products: Float32Array,
  from: number,
  to: number,
): void {
  let k = from;
  for (; k + 3 < to; k += 4) {
    const r0 = rowIndex[k];
    const r1 = rowIndex[k + 1];
    const r2 = rowIndex[k + 2];
    const r3 = rowIndex[k + 3];
    const s0 = sums[r0] + products[codes[k]];
    const s1 = sums[r1] + products[codes[k + 1]];
    const s2 = sums[r2] + products[codes[k + 2]];
    const s3 = sums[r3] + products[codes[k + 3]];
    sums[r0] = s0;
    sums[r1] = s1;
    sums[r2] = s2;
    sums[r3] = s3;
  }
  for (; k < to; k++) sums[rowIndex[k]] += products[codes[k]];
}

/**
 * Raw integers of up to 30 bits, so that no sum leaves 32 bits before it is clipped. A bound on the magnitude of all sums is kept: while a column cannot
 * carry any of them out of the range, none is looked at (1.7 x, bench); otherwise the bound is taken anew, and where that does not help each sum is clipped.
 */
function rawAccumulators({ minRaw, maxRaw, fractionBits }: FixedFormat, rows: number): Accumulators {
  const sums = new Int32Array(rows);
  let bound = 0;
  let clipped = 0;
  const isRoomFor = (products: Int32Array, count: number) => {
    const step = largestMagnitude(products, count);
    if (bound + step > maxRaw) bound = largestMagnitude(sums, rows);
    const isRoom = bound + step <= maxRaw;
    bound = isRoom ? bound + step : Number.POSITIVE_INFINITY;
    return isRoom;
  };
  return {
    newProducts: (count) => new Int32Array(count),
    addShared(rowIndex, codes, products, from, to) {
      if (isRoomFor(products as Int32Array, products.length))
        addUnclipped(sums, rowIndex, codes, products as Int32Array, from, to);
      else for (let k = from; k < to; k++) clipped += addClipped(sums, rowIndex[k], products[codes[k]], minRaw, maxRaw);
    },
    addDirect(rowIndex, products, from, to) {
      if (isRoomFor(products as Int32Array, to - from))
        for (let k = from; k < to; k++) sums[rowIndex[k]] += products[k - from];
      else for (let k = from; k < to; k++) clipped += addClipped(sums, rowIndex[k], products[k - from], minRaw, maxRaw);
    },
    addOne(row, product) {
      clipped += addClipped(sums, row, product, minRaw, maxRaw);
      bound = Math.max(bound, Math.abs(sums[row]));
    },
    saturations: () => clipped,
    outputs: () => Float32Array.from(sums, (raw) => raw * 2 ** -fractionBits),
  };
}

function largestMagnitude(values: Int32Array, count: number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}

/** addFp32 for integers: a loop that saw both kinds of array would be slower for either. */
function addUnclipped(
  sums: Int32Array,
  rowIndex: Uint32Array,
  codes: Uint8Array,
  products: Int32Array,
  from: number,
  to: number,
): void {
  let k = from;
  for (; k + 3 < to; k += 4) {
    const r0 = rowIndex[k];
    const r1 = rowIndex[k + 1];
    const r2 = rowIndex[k + 2];
    const r3 = rowIndex[k + 3];
    const s0 = sums[r0] + products[codes[k]];
    const s1 = sums[r1] + products[codes[k + 1]];
    const s2 = sums[r2] + products[codes[k + 2]];
    const s3 = sums[r3] + products[codes[k + 3]];
    sums[r0] = s0;
    sums[r1] = s1;
    sums[r2] = s2;
    sums[r3] = s3;
  }
  for (; k < to; k++) sums[rowIndex[k]] += products[codes[k]];
}

/** Adds to one sum and clips it; returns 1 where it had to. */
function addClipped(
  sums: Int32Array | Float64Array,
  row: number,
  product: number,
  minRaw: number,
  maxRaw: number,
): number {
  const sum = sums[row] + product;
  sums[row] = sum > maxRaw ? maxRaw : Math.max(sum, minRaw);
  return sum > maxRaw || sum < minRaw ? 1 : 0;
}

/** Fixed point of 31 and 32 bits, in doubles. */
function wideAccumulators({ minRaw, maxRaw, fractionBits }: FixedFormat, rows: number): Accumulators {
  const sums = new Float64Array(rows);
  return plainAccumulators(
    (row, product) => addClipped(sums, row, product, minRaw, maxRaw),
    () => Float32Array.from(sums, (raw) => raw * 2 ** -fractionBits),
  );
}

/** Any float format, clipped to its largest finite value after every sum. */
export function saturatingAccumulators(format: FloatFormat, rows: number): Accumulators {
  const sums = new Float64Array(rows);
  const add = (row: number, product: number) => {
    const sum = sums[row] + product;
    sums[row] = quantize(sum, format);
    return saturates(sum, format) ? 1 : 0;
  };
  return plainAccumulators(add, () => Float32Array.from(sums));
}

/** Accumulators from a function that adds one product and tells (1 or 0) whether it clipped. */
function plainAccumulators(add: (row: number, product: number) => number, outputs: () => Float32Array): Accumulators {
  let clipped = 0;
  return {
    newProducts: (count) => new Float64Array(count),
    addShared(rowIndex, codes, products, from, to) {
      for (let k = from; k < to; k++) clipped += add(rowIndex[k], products[codes[k]]);
    },
    addDirect(rowIndex, products, from, to) {
      for (let k = from; k < to; k++) clipped += add(rowIndex[k], products[k - from]);
    },
    addOne(row, product) {
      clipped += add(row, product);
    },
    saturations: () => clipped,
    outputs,
  };
}
