import { largestMagnitude } from '../../base/extremes.ts';
import { type Scaled, siPrefix } from '../text/si-prefix.ts';

/** One SI prefix for an axis that shows these values; micro as the letter mu. */
export function axisUnit(values: readonly (number | null)[], unit: string, exponent: number): Scaled {
  const largest = largestMagnitude(values);
  const scaled = siPrefix(largest, unit, exponent);
  return { factor: scaled.factor, unit: scaled.unit.replace(/^u/, 'µ') };
}
