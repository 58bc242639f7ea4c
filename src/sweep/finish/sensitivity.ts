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
  return axes
    .filter(({ values, name }) => values.length > 1 && name !== 'seed')
    .flatMap((axis) => {
      const lines = linesAlong(axis, axes, points).map((line) => stepped(axis.name, line, points));
      return columns.map(({ metric, values }) => ({ axis: axis.name, metric, ...follows(values, lines) }));
    });
}

/** The metric of each point; NaN where it is not positive. */
function positive(metric: string, points: readonly SweepPoint[]): Float64Array {
  return Float64Array.from(points, ({ metrics }) => {
    const value = metrics[metric];
    return typeof value === 'number' && value > 0 ? value : Number.NaN;
  });
}

/** Points, by their places, that differ only on this axis (and on those that are zipped with it), in the order of its values. */
function linesAlong(axis: Axis, axes: readonly Axis[], points: readonly SweepPoint[]): number[][] {
  const others = axes.filter(({ name }) => !goesWith(axis.name, name, points)).map(({ name }) => name);
  const numbers = others.map((name) => ({ name, of: numbered(points.map((point) => point.axes[name])) }));
  const lines = new Map<number, number[]>();
  for (const [place, point] of points.entries()) {
    if (point.error !== undefined || point.axes[axis.name] === undefined) continue;
    // one number for all values of the other axes, of which there are fewer than points
    const key = numbers.reduce((sum, { name, of }) => sum * of.size + of.get(point.axes[name])!, 0);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [place]);
    else line.push(place);
  }
  const rank = new Map(axis.values.map((value, k) => [value, typeof value === 'number' ? value : k]));
  const order = (place: number) => rank.get(points[place].axes[axis.name])!;
  return [...lines.values()].map((line) => {
    const ranks = line.map(order);
    return ranks.every((one, k) => k === 0 || ranks[k - 1] <= one)
      ? line
      : line.toSorted((a, b) => order(a) - order(b));
  });
}

function numbered<Value>(values: readonly Value[]): Map<Value, number> {
  return new Map([...new Set(values)].map((value, number) => [value, number]));
}

/** Whether each value of the other axis goes with one of this: it is this axis, is zipped with it, or has but one value. */
function goesWith(axis: string, other: string, points: readonly SweepPoint[]): boolean {
  const found = new Map<string | number, string | number>();
  return points.every(({ axes }) => {
    if (axes[axis] === undefined) return axis === other; // what a machine lacks tells nothing of the others
    if (!found.has(axes[axis])) found.set(axes[axis], axes[other]);
    return found.get(axes[axis]) === axes[other];
  });
}

/** A line of points, and between each and the one before it the step on the axis: ln of the ratio of the values, NaN where there is none. */
interface Line {
  readonly line: readonly number[];
  readonly values: readonly (number | string)[];
  readonly steps: Float64Array;
}

function stepped(axis: string, line: readonly number[], points: readonly SweepPoint[]): Line {
  const values = line.map((place) => points[place].axes[axis]);
  const steps = Float64Array.from(values, (value, k) => (k === 0 ? Number.NaN : logRatio(values[k - 1], value)));
  return { line, values, steps };
}

function logRatio(a: number | string, b: number | string): number {
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
