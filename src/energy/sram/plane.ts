import { arrayOf, type Corner, keyOf, type SramArray } from './arrays.ts';

/** Arrays of one objective at powers of two of words and width. */
export type Plane = ReadonlyMap<number, SramArray>;

/**
 * A plane on which no access costs more than that of a memory which could stand in its place: one with at least its capacity and at least its width.
 * CACTI's choices are not so ordered everywhere (a tie between organisations moves an energy by up to two thirds).
 */
export function ordered(arrays: readonly (readonly [Corner, SramArray])[]): Plane {
  return new Map(
    arrays.map(([corner, array]) => {
      let { readPj, writePj } = array;
      for (const [other, { readPj: read, writePj: write }] of arrays)
        if (other.width >= corner.width && other.words + other.width >= corner.words + corner.width) {
          readPj = Math.min(readPj, read);
          writePj = Math.min(writePj, write);
        }
      return [keyOf(corner), { ...array, readPj, writePj }];
    }),
  );
}

/** Corners of a cell and what each weighs. */
type Weights = readonly (readonly [key: number, weight: number])[];

/**
 * The array at (words, width), both as log2: of the logarithms of the corners' figures, bilinear where that keeps them ordered, else linear on the two
 * triangles whose common side has one capacity. undefined: a corner that is needed is missing.
 */
export function arrayAt(plane: Plane, words: number, width: number): SramArray | undefined {
  const [w, b] = [Math.floor(words), Math.floor(width)];
  const [u, v] = [words - w, width - b];
  if (u === 0 && v === 0) return plane.get(keyOf({ words, width }));
  const keys = [
    keyOf({ words: w, width: b }),
    keyOf({ words: w + 1, width: b }),
    keyOf({ words: w, width: b + 1 }),
    keyOf({ words: w + 1, width: b + 1 }),
  ];
  const corners = keys.map((key) => plane.get(key));
  const triangles = triangleWeights(keys, u, v);
  if (triangles.some(([key]) => !plane.has(key))) return undefined;
  const bilinear: Weights = [
    [keys[0], (1 - u) * (1 - v)],
    [keys[1], u * (1 - v)],
    [keys[2], (1 - u) * v],
    [keys[3], u * v],
  ];
  return arrayOf((field) => {
    const values = corners.map((corner) => corner && Math.log(corner[field]));
    return mean(plane, isOrdered(values) ? bilinear : triangles, field);
  });
}

function mean(plane: Plane, weights: Weights, field: keyof SramArray): number {
  return Math.exp(weights.reduce((sum, [key, weight]) => sum + weight * Math.log(plane.get(key)![field]), 0));
}

/** Weights that rounding leaves where there should be none: of a memory of 512 bytes no corner of 256 is asked. */
const NOTHING = 1e-12;

/** The triangle of the cell in which the point lies; corners that weigh nothing left out. */
function triangleWeights([none, more, wider, both]: readonly number[], u: number, v: number): Weights {
  const weights: Weights =
    u + v <= 1
      ? [
          [none, 1 - u - v],
          [more, u],
          [wider, v],
        ]
      : [
          [both, u + v - 1],
          [more, 1 - v],
          [wider, 1 - u],
        ];
  return weights.filter(([, weight]) => weight > NOTHING);
}

/**
 * Whether the bilinear surface through a cell's corners (fewer, more words; wider; both) rises along a line of one capacity towards wider words: its slope
 * in that direction is least at the corners `more` and `wider`.
 */
function isOrdered(values: readonly (number | undefined)[]): boolean {
  const [none, more, wider, both] = values;
  if (none === undefined || more === undefined || wider === undefined || both === undefined) return false;
  return both - 2 * more + none >= 0 && 2 * wider - none - both >= 0;
}
