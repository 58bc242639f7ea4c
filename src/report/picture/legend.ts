import { textWidth } from '../text/text-width.ts';
import type { ChartStyle } from './style.ts';

/** Width of a legend with that many columns: each is as wide as its widest label. */
function legendWidth(widths: readonly number[], columns: number, style: ChartStyle): number {
  const symbolAndGaps = 3 * style.fontSize;
  let width = 0;
  for (let column = 0; column < columns; column++)
    width += symbolAndGaps + Math.max(...widths.filter((_, k) => k % columns === column));
  return width;
}

/**
 * A legend above the plot, in as many columns as the plot has room for.
 * @param plotWidth width of the plot without its axis labels
 */
export function topLegend(labels: readonly string[], plotWidth: number, style: ChartStyle): Record<string, unknown> {
  const widths = labels.map((label) => textWidth(label, style.fontSize));
  let columns = Math.max(1, labels.length);
  while (columns > 1 && legendWidth(widths, columns, style) > plotWidth) columns--;
  return { orient: 'top', direction: 'horizontal', title: null, columns };
}

/** A colour scale in which every entry has its own colour, whatever the data brings. */
export function colourScale(entries: readonly (readonly [string, string])[]): Record<string, unknown> {
  return { domain: entries.map(([name]) => name), range: entries.map(([, colour]) => colour) };
}
