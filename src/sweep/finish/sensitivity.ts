import type { Sensitivity, SweepPoint } from '../sweep-result.ts';

interface Axis {
  readonly name: string;
  readonly values: readonly (number | string)[];
}

/** How each metric follows each axis, over the finished points: along a line on which all other axes are equal, from each value to the next. */
export function sensitivities(
  axes: readonly Axis[],
  metrics: readonly string[],
  points: readonly SweepPoint[],
): Sensitivity[] {
  const columns = metrics.map((metric) => ({ metric, values: positive(metric, points) }));
  const placed = axes.map((axis) => placedOn(axis, points));
  return placed
    .filter(({ name }, k) => axes[k].values.length > 1 && name !== 'seed')
    .flatMap((axis) => {
      const lines = linesAlong(axis, placed, points).map((line) => stepped(axis, line));
      return columns.map(({ metric, values }) => ({ axis: axis.name, metric, ...follows(values, lines) }));
    });
}

/** The metric of each point; NaN where it is not positive. */
function positive(metric: string, points: readonly SweepPoint[]): Float64Array {
  const column = new Float64Array(points.length);
  for (let k = 0; k < column.length; k++) {
    const value = points[k].metrics[metric];
    column[k] = typeof value === 'number' && value > 0 ? value : Number.NaN;
  }
  return column;
}

/** An axis with the values that points have on it. */
interface PlacedAxis extends Pick<Axis, 'name'> {
  /** Each value once; undefined is one where a machine does not have the axis. */
  readonly values: readonly (number | string | undefined)[];
  /** Of each point its place in `values`. */
  readonly places: Uint32Array;
}

function placedOn({ name, values }: Axis, points: readonly SweepPoint[]): PlacedAxis {
  const numbers = new Map<number | string | undefined, number>();
  const numberOf = (value: number | string | undefined): number => {
    let number = numbers.get(value);
    if (number === undefined) numbers.set(value, (number = numbers.size));
    return number;
  };
  values.forEach(numberOf);
  const places = new Uint32Array(points.length);
  let latest: number | string | undefined = values[0];
  let place = 0;
  for (let k = 0; k < places.length; k++) {
    const value = points[k].axes[name];
    if (value !== latest) place = numberOf((latest = value));
    places[k] = place;
  }
  return { name, values: [...numbers.keys()], places };
}

/** Points, by their places, that differ only on this axis (and on those that are zipped with it), in the order of its values. */
function linesAlong(axis: PlacedAxis, axes: readonly PlacedAxis[], points: readonly SweepPoint[]): number[][] {
  const others = axes.filter((other) => !goesWith(axis, other));
  const lines = new Map<number, number[]>();
  for (let k = 0; k < points.length; k++) {
    if (points[k].error !== undefined || axis.values[axis.places[k]] === undefined) continue;
    // one number for all values of the other axes, of which there are fewer than points
    let key = 0;
    for (const { values, places } of others) key = key * values.length + places[k];
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [k]);
    else line.push(k);
  }
  const order = (k: number) => rankOf(axis, axis.places[k]);
  return [...lines.values()].map((line) => {
    const ranks = line.map(order);
    return ranks.every((one, k) => k === 0 || ranks[k - 1] <= one)
      ? line
      : line.toSorted((a, b) => order(a) - order(b));
  });
}

/** Numbers stand in their own order, words in that of the axis. */
function rankOf({ values }: PlacedAxis, place: number): number {
  const value = values[place];
  return typeof value === 'number' ? value : place;
}

/** Whether each value of the other axis goes with one of this: it is this axis, is zipped with it, or has but one value. */
function goesWith(axis: PlacedAxis, other: PlacedAxis): boolean {
  if (axis === other) return true;
  const found = new Int32Array(axis.values.length).fill(-1);
  for (let k = 0; k < axis.places.length; k++) {
    const place = axis.places[k];
    if (axis.values[place] === undefined) return false; // what a machine lacks tells nothing of the others
    if (found[place] < 0) found[place] = other.places[k];
    else if (found[place] !== other.places[k]) return false;
  }
  return true;
}

/** A line of points, and between each and the one before it the step on the axis: ln of the ratio of the values, NaN where there is none. */
interface Line {
  readonly line: readonly number[];
  readonly values: readonly (number | string | undefined)[];
  readonly steps: Float64Array;
}

function stepped({ values: all, places }: PlacedAxis, line: readonly number[]): Line {
  const values = line.map((point) => all[places[point]]);
  const steps = Float64Array.from(values, (value, k) => (k === 0 ? Number.NaN : logRatio(values[k - 1], value)));
  return { line, values, steps };
}

function logRatio(a: number | string | undefined, b: number | string | undefined): number {
  if (typeof a !== 'number' || typeof b !== 'number' || a <= 0 || b <= 0 || a === b) return Number.NaN;
  return Math.log(b / a);
}

/** @param column the metric of all points, NaN where it is not positive */
function follows(column: Float64Array, lines: readonly Line[]): Omit<Sensitivity, 'axis' | 'metric'> {
  let sum = 0;
  let count = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  let largestRatio = 0;
  for (const { line, values, steps } of lines) {
    let before = -1;
    let yBefore = 0;
    let least = Infinity;
    let most = 0;
    let positives = 0;
    for (let k = 0; k < line.length; k++) {
      const y = column[line[k]];
      if (Number.isNaN(y)) continue;
      positives++;
      least = Math.min(least, y);
      most = Math.max(most, y);
      if (before >= 0) {
        const step = before === k - 1 ? steps[k] : logRatio(values[before], values[k]);
        if (!Number.isNaN(step)) {
          const slope = Math.log(y / yBefore) / step;
          sum += slope;
          count++;
          minimum = Math.min(minimum, slope);
          maximum = Math.max(maximum, slope);
        }
      }
      before = k;
      yBefore = y;
    }
    if (positives >= 2) largestRatio = Math.max(largestRatio, most / least);
  }
  return {
    elasticity: count === 0 ? null : { mean: sum / count, minimum, maximum },
    largestRatio: largestRatio === 0 ? null : largestRatio,
  };
}
