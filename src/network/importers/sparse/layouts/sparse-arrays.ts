import type { Values } from '../../../imported-weights.ts';

/** The arrays of one stored sparse matrix, by what they hold (data, indices, ...). */
export interface SparseArrays {
  /** Sizes of the whole, two or more. */
  readonly shape: readonly number[];
  readonly has: (role: string) => boolean;
  /** @throws UserError where it is missing */
  readonly array: (role: string) => { readonly shape: readonly number[]; readonly values: Values };
  /** Throws UserError that names file and layout. */
  readonly fail: (message: string) => never;
}

/** Stored elements: where each lies along each axis, and its value. */
export interface Elements {
  readonly places: readonly ArrayLike<number>[];
  readonly values: Values;
}

/** A layout of a sparse array in a file. */
export interface SparseLayout {
  /** As scipy's `format` calls it. */
  readonly name: string;
  /** Is it this one, where the file does not say? */
  readonly recognise: (arrays: SparseArrays) => boolean;
  /** @throws UserError where indices do not fit the shape */
  readonly read: (arrays: SparseArrays) => Elements;
}

/** Indices that must be whole and below `bound`. */
export function checkedIndices(
  { fail }: SparseArrays,
  name: string,
  indices: Values,
  bound: number,
  count: number,
): Values {
  if (indices.length !== count) fail(`${name}: expected ${count} indices, found ${indices.length}`);
  const bad = indices.findIndex((index) => !(index >= 0 && index < bound && Number.isInteger(index)));
  if (bad >= 0) fail(`${name}[${bad}]: expected an index from 0 to ${bound - 1}, found ${indices[bad]}`);
  return indices;
}

/** The major index of each element from pointers: pointers[m] to pointers[m + 1] are the elements of m. */
export function expandPointers({ fail }: SparseArrays, pointers: Values, length: number, count: number): Float64Array {
  if (pointers.length !== length + 1) fail(`indptr: expected ${length + 1} pointers, found ${pointers.length}`);
  if (pointers[0] !== 0 || pointers[length] !== count)
    fail(`indptr: expected 0 to ${count}, found ${pointers[0]} to ${pointers[length]}`);
  const expanded = new Float64Array(count);
  for (let major = 0; major < length; major++) {
    if (!(pointers[major + 1] >= pointers[major])) fail(`indptr[${major + 1}]: pointers must not fall`);
    expanded.fill(major, pointers[major], pointers[major + 1]);
  }
  return expanded;
}

/** Sizes as a message writes them: 4 x 6. */
export function sizesText(shape: ArrayLike<number>): string {
  return Array.from(shape).join(' x ');
}
