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
      const lines = linesAlong(axis, axes, points).map((line) => ({ line, steps: stepsOf(axis.name, line) }));
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

/** ln of the ratio of each value of the axis to the one before it; NaN where there is none. */
function stepsOf(axis: string, line: readonly SweepPoint[]): Float64Array {
  return Float64Array.from(line, ({ axes }, k) =>
    k === 0 ? Number.NaN : logRatio(line[k - 1].axes[axis], axes[axis]),
  );
}

function logRatio(a: number | string, b: number | string): number {
  if (typeof a !== 'number' || typeof b !== 'number' || a <= 0 || b <= 0 || a === b) return Number.NaN;
  return Math.log(b / a);
}

interface Line {
  readonly line: readonly SweepPoint[];
  readonly steps: Float64Array;
}

function sensitivity({ name }: Axis, metric: string, lines: readonly Line[]): Sensitivity {
  let sum = 0;
  let count = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  let largestRatio = 0;
  for (const { line, steps } of lines) {
    let before = -1;
    let yBefore = 0;
    let least = Infinity;
    let most = 0;
    let values = 0;
    for (let k = 0; k < line.length; k++) {
      const y = line[k].metrics[metric];
      if (typeof y !== 'number' || !(y > 0)) continue;
      values++;
      least = Math.min(least, y);
      most = Math.max(most, y);
      if (before >= 0) {
        const step = before === k - 1 ? steps[k] : logRatio(line[before].axes[name], line[k].axes[name]);
        const slope = Math.log(y / yBefore) / step;
        if (!Number.isNaN(step)) {
          sum += slope;
          count++;
          minimum = Math.min(minimum, slope);
          maximum = Math.max(maximum, slope);
        }
      }
      before = k;
      yBefore = y;
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
