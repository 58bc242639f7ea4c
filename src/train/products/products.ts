import type { Patches, Planes } from '../images/patches.ts';

/** Numbers that are trained: fp32 in earnest, fp64 where gradients are held against differences. */
export type Floats = Float32Array | Float64Array;

/**
 * The work of training that takes time. Matrices are row-major and without gaps; sums are made in the order that is said here, each product and each sum
 * rounded to the format of the values, so that every implementation gives the same bits.
 */
export interface Products {
  /**
   * c[i][j] = sum over k, ascending, of a(i, k) b[k][j]; with `add` that sum is added to what c holds.
   * a(i, k) stands at a[i * aRow + k * aColumn], so that a transposed matrix needs no copy.
   */
  readonly multiply: (
    c: Floats,
    a: Floats,
    aRow: number,
    aColumn: number,
    b: Floats,
    rows: number,
    columns: number,
    depth: number,
    add: boolean,
  ) => void;
  /**
   * c[i][j] = sum over k of a[i][k] b[j][k], where four sums take every fourth k and come together as (0 + 1) + (2 + 3); what is left of the depth follows one
   * by one. With `add` the whole is added to what c holds.
   */
  readonly multiplyByTransposed: (
    c: Floats,
    a: Floats,
    b: Floats,
    rows: number,
    columns: number,
    depth: number,
    add: boolean,
  ) => void;
  /** The patches of an image, 0 for padding. */
  readonly gather: (patches: Floats, image: Floats, of: Patches) => void;
  /** Each value of an image = the sum of those of the patches that came from it, in the order of the patches. */
  readonly scatter: (image: Floats, patches: Floats, of: Patches) => void;
  /** The largest value at each position of a window, and its place among the inputs; of equal values the first. */
  readonly pool: (outputs: Floats, places: Int32Array, inputs: Floats, of: Planes) => void;
  /** Room for as many places as a vector has values, where `pool` can write them. */
  readonly places: (room: Floats) => Int32Array;
  /** a[i] = (a[i] + b[i]) for all of b. */
  readonly add: (a: Floats, b: Floats) => void;
  /** Momentum: speed = momentum speed + rate (gradient + decay value); value = value - speed, element by element. */
  readonly descend: (
    values: Floats,
    gradients: Floats,
    speeds: Floats,
    settings: { readonly rate: number; readonly momentum: number; readonly decay: number },
  ) => void;
}

/** New zeros of the format that is trained in. */
export type NewFloats = (length: number) => Floats;
