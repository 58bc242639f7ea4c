import { arrayOf, type Corner, type SramArray } from './arrays.ts';

/** Arrays on lines of words and width (both as log2), words outermost; undefined where there is none. */
export interface Plane {
  readonly words: readonly number[];
  readonly widths: readonly number[];
  readonly arrays: readonly (SramArray | undefined)[];
}

/** Corners of a cell and what each weighs. */
type Weights = readonly (readonly [index: number, weight: number])[];

/** The plane through arrays at corners. Where three corners of a cell are there, the least or the largest capacity lies on the plane of the logarithms of the three. */
export function planeOf(arrays: readonly (readonly [Corner, SramArray])[]): Plane {
  const words = linesOf(arrays.map(([corner]) => corner.words));
  const widths = linesOf(arrays.map(([corner]) => corner.width));
  const given: (SramArray | undefined)[] = new Array(words.length * widths.length).fill(undefined);
  for (const [corner, array] of arrays)
    given[words.indexOf(corner.words) * widths.length + widths.indexOf(corner.width)] = array;
  const at = (i: number, j: number) => (j < 0 || j >= widths.length ? undefined : given[i * widths.length + j]);
  const completed = given.map((array, k) => {
    const [i, j] = [Math.floor(k / widths.length), k % widths.length];
    return (
      array ??
      fourth(at(i + 1, j), at(i, j + 1), at(i + 1, j + 1)) ??
      fourth(at(i - 1, j), at(i, j - 1), at(i - 1, j - 1))
    );
  });
  return { words, widths, arrays: completed };
}

/** Values in ascending order, each once. */
export function linesOf(values: readonly number[]): number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}

/** The corner of a cell that is missing, from the two beside it and the one across. */
function fourth(beside: SramArray | undefined, above: SramArray | undefined, across: SramArray | undefined) {
  if (beside === undefined || above === undefined || across === undefined) return undefined;
  return arrayOf((field) => (beside[field] * above[field]) / across[field]);
}

/** The array at (words, width): bilinear in the logarithms; undefined: a corner that is needed is missing. */
export function arrayAt(plane: Plane, words: number, width: number): SramArray | undefined {
  const weights = weightsAt(plane, words, width);
  if (weights === undefined) return undefined;
  const [[only]] = weights;
  return weights.length === 1 ? plane.arrays[only] : arrayOf((field) => Math.exp(mean(plane, weights, field)));
}

/** Logarithm of a figure at (words, width); NaN where there is none. */
export function logAt(plane: Plane, words: number, width: number, field: keyof SramArray): number {
  const weights = weightsAt(plane, words, width);
  return weights === undefined ? Number.NaN : mean(plane, weights, field);
}

function mean({ arrays }: Plane, weights: Weights, field: keyof SramArray): number {
  return weights.reduce((sum, [index, weight]) => sum + weight * Math.log(arrays[index]![field]), 0);
}

/** Weights that rounding leaves where there should be none: a memory of 32 words asks no corner of fewer. */
const NOTHING = 1e-12;

function weightsAt({ words, widths, arrays }: Plane, x: number, y: number): Weights | undefined {
  const [i, u] = positionOn(words, x);
  const [j, v] = positionOn(widths, y);
  if (i < 0 || j < 0) return undefined;
  const all: Weights = [
    [i * widths.length + j, (1 - u) * (1 - v)],
    [(i + 1) * widths.length + j, u * (1 - v)],
    [i * widths.length + j + 1, (1 - u) * v],
    [(i + 1) * widths.length + j + 1, u * v],
  ];
  const weights = all.filter(([, weight]) => weight > NOTHING);
  return weights.some(([index]) => arrays[index] === undefined) ? undefined : weights;
}

/** The line at or before a value and how far it lies on the way to the next; -1 outside. */
function positionOn(lines: readonly number[], value: number): [line: number, share: number] {
  if (value < lines[0] || value > lines.at(-1)!) return [-1, 0];
  const next = lines.findIndex((line) => line > value);
  if (next < 0) return [lines.length - 1, 0];
  return [next - 1, (value - lines[next - 1]) / (lines[next] - lines[next - 1])];
}
