import { bsr } from './blocks.ts';
import { csc, csr, gcxs } from './compressed-axes.ts';
import { coordinates } from './coordinates.ts';
import { dia } from './diagonals.ts';
import type { SparseLayout } from './sparse-arrays.ts';

/** Every layout of a sparse array, in the order in which arrays without a stated layout are tried. */
export const SPARSE_LAYOUTS: readonly SparseLayout[] = [coordinates, dia, gcxs, bsr, csr, csc];
