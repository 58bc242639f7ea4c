import { siPrefix } from '../si-prefix.ts';

/** Units whose numbers are read with a prefix: the letters, and the power of ten that they already say. */
const PREFIXED: Readonly<Record<string, readonly [string, number]>> = { Hz: ['Hz', 0], pJ: ['J', -12] };

/** A value of a sweep's axis as people write it: `1.2 GHz`, `64 bit`, `q7.8`. */
export function axisValue(value: string | number | undefined, unit = ''): string {
  if (typeof value !== 'number' || unit === '') return String(value ?? '');
  const [letters, exponent] = PREFIXED[unit] ?? [];
  if (letters === undefined || exponent === undefined) return `${value} ${unit}`;
  const scaled = siPrefix(value, letters, exponent);
  return `${Number((value * scaled.factor).toPrecision(12))} ${scaled.unit}`;
}
