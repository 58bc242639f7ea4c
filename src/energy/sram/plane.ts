import { arrayOf, type Corner, type SramArray } from './arrays.ts';

/** Arrays on lines of words and width (both as log2), words outermost. */
export interface Plane {
  readonly words: readonly number[];
  readonly widths: readonly number[];
  /** The logarithm of a figure at every corner, worked out when it is first asked for; NaN where there is no array. */
  readonly logs: (field: keyof SramArray) => Float64Array;
}

/** The line at or before a value, and how far it lies on the way to the next; -1 outside. */
interface Position {
  readonly line: number;
  readonly share: number;
}

/** Corners of a cell and what each weighs. */
type Weights = readonly (readonly [index: number, weight: number])[];

/** Weights that rounding leaves where there should be none: a memory of 32 words asks no corner of fewer. */
const NOTHING = 1e-12;

/** A plane on lines whose figures a function works out. */
export function planeOn(
  words: readonly number[],
  widths: readonly number[],
  logsOf: (field: keyof SramArray) => Float64Array,
): Plane {
  const known = new Map<keyof SramArray, Float64Array>();
  const logs = (field: keyof SramArray): Float64Array => {
    const found = known.get(field) ?? logsOf(field);
    known.set(field, found);
    return found;
  };
  return { words, widths, logs };
}

/** The plane through arrays at corners. Where three corners of a cell are there, the least or the largest capacity lies on the plane of the logarithms of the three. */
export function planeOf(arrays: readonly (readonly [Corner, SramArray])[]): Plane {
  const words = linesOf(arrays.map(([corner]) => corner.words));
  const widths = linesOf(arrays.map(([corner]) => corner.width));
  const placed = arrays.map(([corner, array]) => [placeOf(corner, words, widths), array] as const);
  return planeOn(words, widths, (field) => {
    const given = new Float64Array(words.length * widths.length).fill(Number.NaN);
    for (const [k, array] of placed) given[k] = Math.log(array[field]);
    const at = (i: number, j: number) => (j < 0 || j >= widths.length ? undefined : given[i * widths.length + j]);
    /** The corner of a cell that is missing, from the two beside it and the one across. */
    const fourth = (i: number, j: number, step: 1 | -1): number =>
      (at(i + step, j) ?? Number.NaN) + (at(i, j + step) ?? Number.NaN) - (at(i + step, j + step) ?? Number.NaN);
    return given.map((log, k) => {
      const [i, j] = [Math.floor(k / widths.length), k % widths.length];
      return [log, fourth(i, j, 1), fourth(i, j, -1)].find((found) => !Number.isNaN(found)) ?? Number.NaN;
    });
  });
}

/** Where on these lines a figure of a corner stands. */
export function placeOf(corner: Corner, words: readonly number[], widths: readonly number[]): number {
  return words.indexOf(corner.words) * widths.length + widths.indexOf(corner.width);
}

/** A plane on other lines: first along the widths, then along the words. */
export function resampled(plane: Plane, words: readonly number[], widths: readonly number[]): Plane {
  const byWords = words.map((x) => positionOn(plane.words, x));
  const byWidths = widths.map((y) => positionOn(plane.widths, y));
  return planeOn(words, widths, (field) => {
    const logs = plane.logs(field);
    const rows = new Float64Array(plane.words.length * widths.length);
    for (let k = 0; k < rows.length; k++) {
      const j = k % widths.length;
      rows[k] = between(logs, ((k - j) / widths.length) * plane.widths.length, 1, byWidths[j]);
    }
    const found = new Float64Array(words.length * widths.length);
    for (let k = 0; k < found.length; k++) {
      const j = k % widths.length;
      found[k] = between(rows, j, widths.length, byWords[(k - j) / widths.length]);
    }
    return found;
  });
}

/** What lies between two of the values that begin at `from`, `stride` apart; one that has no part in it may be missing. */
function between(values: Float64Array, from: number, stride: number, { line, share }: Position): number {
  if (line < 0) return Number.NaN;
  const value = values[from + line * stride];
  return share <= NOTHING ? value : value + share * (values[from + (line + 1) * stride] - value);
}

/** Values in ascending order, each once. */
export function linesOf(values: readonly number[]): number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}

/** The array at (words, width): bilinear in the logarithms; undefined: a corner that is needed is missing. */
export function arrayAt(plane: Plane, words: number, width: number): SramArray | undefined {
  const weights = weightsAt(plane, words, width);
  if (Number.isNaN(mean(plane, weights, 'readPj'))) return undefined;
  return arrayOf((field) => Math.exp(mean(plane, weights, field)));
}

/** Logarithm of a figure at (words, width); NaN where there is none. */
export function logAt(plane: Plane, words: number, width: number, field: keyof SramArray): number {
  return mean(plane, weightsAt(plane, words, width), field);
}

function mean({ logs }: Plane, weights: Weights, field: keyof SramArray): number {
  if (weights.length === 0) return Number.NaN;
  const values = logs(field);
  return weights.reduce((sum, [index, weight]) => sum + weight * values[index], 0);
}

/** None outside of the plane. */
function weightsAt({ words, widths }: Plane, x: number, y: number): Weights {
  const { line: i, share: u } = positionOn(words, x);
  const { line: j, share: v } = positionOn(widths, y);
  if (i < 0 || j < 0) return [];
  const all: Weights = [
    [i * widths.length + j, (1 - u) * (1 - v)],
    [(i + 1) * widths.length + j, u * (1 - v)],
    [i * widths.length + j + 1, (1 - u) * v],
    [(i + 1) * widths.length + j + 1, u * v],
  ];
  return all.filter(([, weight]) => weight > NOTHING);
}

function positionOn(lines: readonly number[], value: number): Position {
  if (value < lines[0] || value > lines.at(-1)!) return { line: -1, share: 0 };
  const next = lines.findIndex((line) => line > value);
  if (next < 0) return { line: lines.length - 1, share: 0 };
  return { line: next - 1, share: (value - lines[next - 1]) / (lines[next] - lines[next - 1]) };
}
