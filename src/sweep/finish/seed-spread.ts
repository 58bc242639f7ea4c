import { extremes } from '../../base/extremes.ts';
import type { SeedSpread, SweepPoint } from '../sweep-result.ts';

/** Mean and spread of each metric over the seeds, for the points that differ in nothing but their seed. */
export function seedSpread(metrics: readonly string[], points: readonly SweepPoint[]): SeedSpread[] {
  const groups = new Map<string, SweepPoint[]>();
  for (const point of points) {
    if (point.error !== undefined) continue;
    const { seed: _, ...axes } = point.axes;
    const key = JSON.stringify(axes);
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((group) => {
    const { seed: _, ...axes } = group[0].axes;
    const spreads = metrics.map(
      (metric) => [metric, spread(group.flatMap((point) => point.metrics[metric] ?? []))] as const,
    );
    return { axes, seeds: group.length, metrics: Object.fromEntries(spreads) };
  });
}

/** The standard deviation is that of a sample (divided by n - 1), 0 for a single value. */
function spread(values: readonly number[]): SeedSpread['metrics'][string] {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const { least, most } = extremes(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    standardDeviation: values.length === 1 ? 0 : Math.sqrt(squares / (values.length - 1)),
    minimum: least,
    maximum: most,
  };
}
