import { textWidth } from '../text/text-width.ts';
import type { ChartStyle } from './style.ts';

/**
 * Scale of a horizontal axis that starts at zero and leaves room for a label behind the longest bar. Vega fits the plot in one pass and
 * would clip a label that sticks out of it, so the label is kept inside.
 * @param ends where each bar ends, and what stands behind it
 * @param plotWidth width of the plot in the unit of the style
 */
export function scaleWithRoom(
  ends: readonly { readonly value: number; readonly label: string }[],
  plotWidth: number,
  style: ChartStyle,
): Record<string, unknown> {
  const room = (label: string) => Math.min(0.7, (textWidth(label, style.fontSize) + style.fontSize) / plotWidth);
  const largest = Math.max(0, ...ends.map(({ value, label }) => value / (1 - room(label))));
  return { domain: [0, largest > 0 ? Number(largest.toPrecision(6)) : 1], nice: false };
}
