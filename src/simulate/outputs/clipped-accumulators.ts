import { type FixedFormat, type FloatFormat, roundFloat } from '../../base/number-format.ts';
import type { Accumulators } from './accumulators.ts';

/** Adds to one sum and clips it; returns 1 where it had to. */
export function addClipped(
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
export function wideAccumulators({ minRaw, maxRaw, fractionBits, scale = 1 }: FixedFormat, rows: number): Accumulators {
  const sums = new Float64Array(rows);
  return plainAccumulators(
    sums,
    (row, product) => addClipped(sums, row, product, minRaw, maxRaw),
    () => Float32Array.from(sums, (raw) => raw * 2 ** -fractionBits * scale),
  );
}

/** Any float format, clipped to its largest finite value after every sum. */
export function saturatingAccumulators(format: FloatFormat, rows: number): Accumulators {
  const sums = new Float64Array(rows);
  const { maxValue } = format;
  const add = (row: number, product: number) => {
    const sum = roundFloat(sums[row] + product, format);
    sums[row] = sum > maxValue ? maxValue : Math.max(sum, -maxValue);
    return Math.abs(sum) > maxValue ? 1 : 0;
  };
  return plainAccumulators(sums, add, () => Float32Array.from(sums));
}

/** Accumulators from a function that adds one product and tells (1 or 0) whether it clipped. */
function plainAccumulators(
  sums: Float64Array,
  add: (row: number, product: number) => number,
  outputs: () => Float32Array,
): Accumulators {
  let clipped = 0;
  return {
    start(found, clippedBefore) {
      sums.set(found);
      clipped = clippedBefore;
    },
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
