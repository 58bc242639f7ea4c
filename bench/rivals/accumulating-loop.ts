import type { Products } from '../../src/simulate/outputs/arithmetic.ts';

/** A way to add the products of one column to the sums of its rows: products[codes[k]] to sum rowIndex[k] for from <= k < to. */
export type AccumulatingLoop = (
  rowIndex: Uint32Array,
  codes: Uint8Array,
  products: Products,
  from: number,
  to: number,
) => void;
