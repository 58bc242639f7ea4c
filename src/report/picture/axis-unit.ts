import { largestMagnitude } from '../../base/extremes.ts';
import { type Scaled, siPrefix } from '../text/si-prefix.ts';
import { textWidth } from '../text/text-width.ts';
import type { ChartStyle } from './style.ts';

/** The title of an axis, which says so where its scale is logarithmic. */
export function axisTitle(title: string, scale: Readonly<Record<string, unknown>>): string {
  if (scale.type !== 'log' || title === '') return title;
  return title.endsWith(')') ? title.replace(/\)$/, ', logarithmic)') : `${title} (logarithmic)`;
}

/** A title in the lines that an axis of that length has room for: one, or two broken where they are most alike. */
export function titleLines(title: string, length: number, style: ChartStyle): string[] {
  if (title === '') return [];
  if (textWidth(title, style.fontSize) <= length * 1.1) return [title];
  const words = title.split(' ');
  const longer = (lines: readonly string[]) => Math.max(...lines.map((line) => textWidth(line, style.fontSize)));
  const broken = words.slice(1).map((_, k) => [words.slice(0, k + 1).join(' '), words.slice(k + 1).join(' ')]);
  return broken.toSorted((a, b) => longer(a) - longer(b))[0] ?? [title];
}

/** One SI prefix for an axis that shows these values; micro as the letter mu. */
export function axisUnit(values: readonly (number | null)[], unit: string, exponent: number): Scaled {
  const largest = largestMagnitude(values);
  const scaled = siPrefix(largest, unit, exponent);
  return { factor: scaled.factor, unit: scaled.unit.replace(/^u/, 'µ') };
}
