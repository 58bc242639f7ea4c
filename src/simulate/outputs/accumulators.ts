import type { Products } from './arithmetic.ts';

/** The accumulators of all output rows. */
export interface Accumulators {
  /** Goes on from the sums that a kernel has found, of which so many were clipped. */
  start(sums: ArrayLike<number>, clipped: number): void;
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
