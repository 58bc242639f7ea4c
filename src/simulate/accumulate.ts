import { type FixedFormat, type FloatFormat, type NumberFormat, quantize, saturates } from '../base/number-format.ts';

/** The accumulators of all output rows. `products` are already in the accumulator format (raw integers where it is fixed). */
export interface Accumulators {
  /** Adds products[codes[k]] to row rowIndex[k] for from <= k < to. */
  addShared(rowIndex: Uint32Array, codes: Uint8Array, products: Float64Array, from: number, to: number): void;
  /** Adds products[k - from] to row rowIndex[k] for from <= k < to. */
  addDirect(rowIndex: Uint32Array, products: Float64Array, from: number, to: number): void;
  addOne(row: number, product: number): void;
  /** Sums that were clipped so far. */
  saturations(): number;
  outputs(): Float32Array;
}

/** Accumulators of a format, all zero; one kernel per kind of format, because these loops are all the time that outputs take. */
export function accumulatorsFor(format: NumberFormat, rows: number): Accumulators {
  if (format.kind === 'fixed') return fixedAccumulators(format, rows);
  return format.name === 'fp32' ? fp32Accumulators(rows) : saturatingAccumulators(format, rows);
}

/** Raw integers; a sum is clipped to the range of the format. Doubles hold every sum of two 32-bit values. */
function fixedAccumulators({ minRaw, maxRaw, fractionBits }: FixedFormat, rows: number): Accumulators {
  const sums = minRaw >= -0x80000000 && maxRaw <= 0x7fffffff ? new Int32Array(rows) : new Float64Array(rows);
  let clipped = 0;
  const add = (row: number, product: number) => {
    const sum = sums[row] + product;
    if (sum > maxRaw || sum < minRaw) clipped++;
    sums[row] = sum > maxRaw ? maxRaw : sum < minRaw ? minRaw : sum;
  };
  return {
    addShared(rowIndex, codes, products, from, to) {
      for (let k = from; k < to; k++) add(rowIndex[k], products[codes[k]]);
    },
    addDirect(rowIndex, products, from, to) {
      for (let k = from; k < to; k++) add(rowIndex[k], products[k - from]);
    },
    addOne: add,
    saturations: () => clipped,
    outputs: () => Float32Array.from(sums, (raw) => raw * 2 ** -fractionBits),
  };
}

/** IEEE single precision: the typed array rounds each sum once. Overflow is not clipped here: it leaves an infinity or NaN for the caller to see. */
function fp32Accumulators(rows: number): Accumulators {
  const sums = new Float32Array(rows);
  return {
    addShared(rowIndex, codes, products, from, to) {
      for (let k = from; k < to; k++) sums[rowIndex[k]] += products[codes[k]];
    },
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

/** Any float format, clipped to its largest finite value after every sum. */
export function saturatingAccumulators(format: FloatFormat, rows: number): Accumulators {
  const sums = new Float64Array(rows);
  let clipped = 0;
  const add = (row: number, product: number) => {
    const sum = sums[row] + product;
    if (saturates(sum, format)) clipped++;
    sums[row] = quantize(sum, format);
  };
  return {
    addShared(rowIndex, codes, products, from, to) {
      for (let k = from; k < to; k++) add(rowIndex[k], products[codes[k]]);
    },
    addDirect(rowIndex, products, from, to) {
      for (let k = from; k < to; k++) add(rowIndex[k], products[k - from]);
    },
    addOne: add,
    saturations: () => clipped,
    outputs: () => Float32Array.from(sums),
  };
}
