import { largestMagnitude } from '../../base/extremes.ts';
import { capital, fixedUnit, isShare, metricName, scalableUnit } from '../text/human-names.ts';
import { siPrefix } from '../text/si-prefix.ts';

/** How a metric stands on an axis: its title with a unit, and what its values are multiplied by. */
export interface MetricAxis {
  readonly title: string;
  /** What the numbers are in, as the title says; '' where they are counts or ratios. */
  readonly unit: string;
  readonly factor: number;
}

/** Title and scale of an axis for these values of a metric: one SI prefix, shares in per cent. */
export function metricAxis(metric: string, values: readonly (number | null)[]): MetricAxis {
  const name = capital(metricName(metric));
  const largest = largestMagnitude(values);
  const axis = (unit: string, factor: number): MetricAxis => ({
    title: unit === '' || name.endsWith(')') ? name : `${name} (${unit})`,
    unit,
    factor,
  });
  const scalable = scalableUnit(metric);
  if (scalable !== undefined) {
    const scaled = siPrefix(largest, ...scalable);
    return axis(scaled.unit.replace(/^u/, 'µ'), scaled.factor);
  }
  const unit = fixedUnit(metric);
  if (unit !== undefined) return axis(unit, 1);
  if (isShare(metric)) return axis('%', 100);
  if (largest >= 1e7) return axis('millions', 1e-6);
  return largest >= 1e4 ? axis('thousands', 1e-3) : axis('', 1);
}
