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
  return axes
    .filter(({ values, name }) => values.length > 1 && name !== 'seed')
    .flatMap((axis) => {
      const lines = linesAlong(axis, axes, points);
      return metrics.map((metric) => sensitivity(axis, metric, lines));
    });
}

/** Points that differ only on this axis (and on those that are zipped with it), in the order of its values. */
function linesAlong(axis: Axis, axes: readonly Axis[], points: readonly SweepPoint[]): SweepPoint[][] {
  const others = axes.filter(({ name }) => !goesWith(axis.name, name, points)).map(({ name }) => name);
  const numbers = others.map((name) => ({ name, of: numbered(points.map((point) => point.axes[name])) }));
  const lines = new Map<number, SweepPoint[]>();
  for (const point of points) {
    if (point.error !== undefined || point.axes[axis.name] === undefined) continue;
    // one number for all values of the other axes, of which there are fewer than points
    const key = numbers.reduce((sum, { name, of }) => sum * of.size + of.get(point.axes[name])!, 0);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, [point]);
    else line.push(point);
  }
  const rank = new Map(axis.values.map((value, k) => [value, typeof value === 'number' ? value : k]));
  const order = (point: SweepPoint) => rank.get(point.axes[axis.name])!;
  return [...lines.values()].map((line) => line.toSorted((a, b) => order(a) - order(b)));
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

function sensitivity({ name }: Axis, metric: string, lines: readonly SweepPoint[][]): Sensitivity {
  let sum = 0;
  let count = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  let largestRatio = 0;
  for (const line of lines) {
    let before: Value | undefined;
    let least = Infinity;
    let most = 0;
    let values = 0;
    for (const { axes, metrics } of line) {
      const y = metrics[metric];
      if (typeof y !== 'number' || !(y > 0)) continue;
      values++;
      least = Math.min(least, y);
      most = Math.max(most, y);
      const value = { x: axes[name], y };
      const slope = before === undefined ? undefined : elasticity(before, value);
      before = value;
      if (slope === undefined) continue;
      sum += slope;
      count++;
      minimum = Math.min(minimum, slope);
      maximum = Math.max(maximum, slope);
    }
    if (values >= 2) largestRatio = Math.max(largestRatio, most / least);
  }
  return {
    axis: name,
    metric,
    elasticity: count === 0 ? null : { mean: sum / count, minimum, maximum },
    largestRatio: largestRatio === 0 ? null : largestRatio,
  };
}

interface Value {
  readonly x: number | string;
  readonly y: number;
}

/** d ln(y) / d ln(x) between two points. */
function elasticity(a: Value, b: Value): number | undefined {
  if (typeof a.x !== 'number' || typeof b.x !== 'number' || a.x <= 0 || b.x <= 0 || a.x === b.x) return undefined;
  return Math.log(b.y / a.y) / Math.log(b.x / a.x);
}
