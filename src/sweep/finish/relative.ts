import type { Metrics, SweepPoint } from '../sweep-result.ts';

/**
 * Each point's metrics over those of its baseline: the point with the baseline's axis values that agrees with it on all other axes. An axis that a machine does not
 * have agrees with no value, so that its points have a baseline where that names one of the axis.
 */
export function relativeToBaseline(
  points: readonly SweepPoint[],
  baseline: Readonly<Record<string, number | string>>,
): (Metrics | undefined)[] {
  const key = (axes: SweepPoint['axes']) => JSON.stringify(Object.entries({ ...axes, ...baseline }).toSorted(byName));
  const isBaseline = ({ axes }: SweepPoint) => Object.entries(baseline).every(([name, value]) => axes[name] === value);
  const baselines = new Map(points.filter(isBaseline).map((point) => [key(point.axes), point.metrics]));
  return points.map((point) => {
    const base = baselines.get(key(point.axes));
    if (base === undefined || point.error !== undefined) return undefined;
    return Object.fromEntries(Object.entries(point.metrics).map(([name, value]) => [name, ratio(value, base[name])]));
  });
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function ratio(value: number | null, base: number | null | undefined): number | null {
  return typeof value === 'number' && typeof base === 'number' && base !== 0 ? value / base : null;
}
