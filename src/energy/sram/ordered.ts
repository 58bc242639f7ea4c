import { once, onceEach } from '../../base/memo.ts';
import { arrayOf, type Corner, type SramArray } from './arrays.ts';
import { arrayAt, logAt, type Plane } from './plane.ts';

type Access = 'readPj' | 'writePj';

/**
 * How far towards the least of the two orders a price lies (in the logarithm). Of the memories of CACTI's own grid that are left out in turn (every other line
 * of words, the lines between, the widths that are no power of two), 95 % are met best at 0.6; random memories that were kept out had no say.
 */
const TOWARDS_LEAST = 0.6;

/** Memories between which no access costs less than that of a smaller or narrower one. */
export interface OrderedPlane {
  readonly anchors: Anchors;
  /** What lies between them; made when first asked for. */
  readonly plane: () => Plane;
  readonly towardsLeast: number;
}

/** Memories that are in order among themselves. The array of one is chosen when it is asked for: of a plane most are not. */
interface Anchors {
  readonly corners: readonly Corner[];
  /** By the place of its corner. */
  readonly array: (place: number) => SramArray;
}

/** Whether the second could stand in the place of the first: at least its width and its capacity. */
function isAtLeast(one: Corner, other: Corner): boolean {
  return other.width >= one.width && other.words + other.width >= one.words + one.width;
}

/** Places of those that could stand in the place of each corner: the same for all planes of a table, of which a sweep over the clock has one for every point. */
const standIns = new WeakMap<readonly Corner[], (place: number) => readonly number[]>();

function standInsOf(corners: readonly Corner[]): (place: number) => readonly number[] {
  let found = standIns.get(corners);
  if (found === undefined) {
    found = onceEach((place) => corners.flatMap((other, k) => (isAtLeast(corners[place], other) ? [k] : [])));
    standIns.set(corners, found);
  }
  return found;
}

/**
 * The memories of a plane put in order: none costs more than another that could stand in its place.
 * @param array that of each corner, before
 */
export function ordered(
  plane: () => Plane,
  corners: readonly Corner[],
  array: (place: number) => SramArray,
  towardsLeast = TOWARDS_LEAST,
): OrderedPlane {
  const others = standInsOf(corners);
  const atLeast = (place: number): SramArray => {
    const own = array(place);
    let { readPj, writePj } = own;
    for (const other of others(place)) {
      readPj = Math.min(readPj, array(other).readPj);
      writePj = Math.min(writePj, array(other).writePj);
    }
    return { ...arrayOf((field) => own[field]), readPj, writePj };
  };
  return { anchors: { corners, array: onceEach(atLeast) }, plane: once(plane), towardsLeast };
}

/**
 * The array at (words, width). CACTI's choices are not ordered (a tie between organisations moves an energy by up to two thirds), so that between its
 * memories a wider line or a larger array can read for less. The price lies between two that never do (TOWARDS_LEAST): the least energy of all memories that
 * could stand in the place of this one, and the largest of all in whose place it could stand; and it lies between those of the anchors on both sides.
 */
export function orderedAt(
  { anchors, plane, towardsLeast }: OrderedPlane,
  words: number,
  width: number,
): SramArray | undefined {
  const here = { words, width };
  const { corners } = anchors;
  const own = corners.findIndex((corner) => corner.words === words && corner.width === width);
  if (own >= 0) return anchors.array(own);
  const array = arrayAt(plane(), words, width);
  if (array === undefined) return undefined;
  const price = (access: Access): number => {
    const [least, largest] = [extreme(plane(), here, access, 1), extreme(plane(), here, access, -1)];
    const between = Math.exp(largest + towardsLeast * (least - largest));
    let [from, to] = [0, Number.POSITIVE_INFINITY];
    corners.forEach((other, place) => {
      if (isAtLeast(other, here)) from = Math.max(from, anchors.array(place)[access]);
      if (isAtLeast(here, other)) to = Math.min(to, anchors.array(place)[access]);
    });
    return Math.min(Math.max(between, from), to);
  };
  return { ...array, readPj: price('readPj'), writePj: price('writePj') };
}

/**
 * With sign 1 the least logarithm of an energy over all memories that could stand in the place of this one, with -1 the largest over all in whose place it
 * could stand. Exact: a bilinear cell has its extremes at corners and on its border, so the corners of that region of the plane, where its two borders cross
 * lines of the plane, and the extreme of each stretch of the border of one capacity are all that is to be looked at.
 */
function extreme(plane: Plane, { words, width }: Corner, access: Access, sign: 1 | -1): number {
  const capacity = words + width;
  const corners = extremeCorners(plane, access, sign);
  let found = sign * logAt(plane, words, width, access);
  const consider = (value: number): void => {
    if (value < found) found = value;
  };
  plane.widths.forEach((line, j) => {
    if (sign * (line - width) < 0) return;
    const first =
      sign > 0
        ? plane.words.findIndex((x) => x + line >= capacity)
        : plane.words.findLastIndex((x) => x + line <= capacity);
    if (first >= 0) consider(corners[first * plane.widths.length + j]);
  });
  for (const x of plane.words) if (sign * (x - words) > 0) consider(sign * logAt(plane, x, width, access));
  const crossed = [...plane.widths, ...plane.words.map((x) => capacity - x)]
    .filter((y) => sign * (y - width) > 0)
    .toSorted((a, b) => sign * (a - b));
  const at = (y: number): number => sign * logAt(plane, capacity - y, y, access);
  let from = width;
  for (const to of crossed) {
    consider(leastOfParabola(at(from), at((from + to) / 2), at(to)));
    from = to;
  }
  return sign * found;
}

/** The least that a parabola through its values at both ends of a stretch and in the middle takes on it; NaN where there is none. */
function leastOfParabola(first: number, middle: number, last: number): number {
  const bend = first - 2 * middle + last;
  const ends = Math.min(first, last);
  const turn = (first - last) / (4 * bend) + 0.5;
  return bend > 0 && turn > 0 && turn < 1 ? Math.min(ends, middle - (last - first) ** 2 / (8 * bend)) : ends;
}

const known = new WeakMap<Plane, Map<string, Float64Array>>();

/** For each corner of a plane the least signed logarithm of an energy there and at all memories of its width on one side. */
function extremeCorners(plane: Plane, access: Access, sign: 1 | -1): Float64Array {
  const ofPlane = known.get(plane) ?? new Map<string, Float64Array>();
  known.set(plane, ofPlane);
  const name = `${access} ${sign}`;
  const remembered = ofPlane.get(name);
  if (remembered !== undefined) return remembered;
  const { widths } = plane;
  const least = plane.logs(access).map((log) => (Number.isNaN(log) ? Number.POSITIVE_INFINITY : sign * log));
  const [step, start] = sign > 0 ? [-1, least.length - 1 - widths.length] : [1, widths.length];
  for (let k = start; k >= 0 && k < least.length; k += step)
    least[k] = Math.min(least[k], least[k - step * widths.length]);
  ofPlane.set(name, least);
  return least;
}
