import type { Metrics, SweepPoint } from '../sweep-result.ts';

/** Each point's metrics over those of its baseline: the point with the baseline's axis values that agrees with it on all other axes. */
export function relativeToBaseline(
  points: readonly SweepPoint[],
  baseline: Readonly<Record<string, number | string>>,
): (Metrics | undefined)[] {
  const key = (axes: SweepPoint['axes']) => JSON.stringify({ ...axes, ...baseline });
  const isBaseline = ({ axes }: SweepPoint) => Object.entries(baseline).every(([name, value]) => axes[name] === value);
  const baselines = new Map(points.filter(isBaseline).map((point) => [key(point.axes), point.metrics]));
  return points.map((point) => {
    const base = baselines.get(key(point.axes));
    if (base === undefined || point.error !== undefined) return undefined;
    return Object.fromEntries(Object.entries(point.metrics).map(([name, value]) => [name, ratio(value, base[name])]));
  });
}

function ratio(value: number | null, base: number | null | undefined): number | null {
  return typeof value === 'number' && typeof base === 'number' && base !== 0 ? value / base : null;
}
