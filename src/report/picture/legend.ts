import { textWidth } from '../text/text-width.ts';
import type { ChartStyle } from './style.ts';

/** Symbol, and the gaps around it and its label, in font sizes. */
const SYMBOL_AND_GAPS = 2.6;
/** From one row of a legend to the next, and from the last to the plot. */
const ROW = 1.65;
const GAP = 0.5;

/** Width of a legend with that many columns: each is as wide as its widest label. */
function legendWidth(widths: readonly number[], columns: number, style: ChartStyle): number {
  let width = 0;
  for (let column = 0; column < columns; column++)
    width += SYMBOL_AND_GAPS * style.fontSize + Math.max(...widths.filter((_, k) => k % columns === column));
  return width;
}

function columnsOf(labels: readonly string[], style: ChartStyle): number {
  const widths = labels.map((label) => textWidth(label, style.fontSize));
  let columns = Math.max(1, labels.length);
  while (columns > 1 && legendWidth(widths, columns, style) > style.width) columns--;
  return columns;
}

/** Height of a legend of these labels with the gap below it, in the unit of the style. */
export function legendHeight(labels: readonly string[], style: ChartStyle): number {
  return (Math.ceil(labels.length / columnsOf(labels, style)) * ROW + GAP) * style.fontSize;
}

/**
 * A legend above the plot and the names beside it, in as many columns as the chart has room for.
 * @param plotWidth width of the plot without its axis labels
 */
export function topLegend(labels: readonly string[], plotWidth: number, style: ChartStyle): Record<string, unknown> {
  return {
    orient: 'none',
    direction: 'horizontal',
    title: null,
    columns: columnsOf(labels, style),
    legendX: Number((plotWidth - style.width + style.fontSize * 1.35).toFixed(2)),
    legendY: Number((-legendHeight(labels, style)).toFixed(2)),
  };
}

/** A colour scale in which every entry has its own colour, whatever the data brings. */
export function colourScale(entries: readonly (readonly [string, string])[]): Record<string, unknown> {
  return { domain: entries.map(([name]) => name), range: entries.map(([, colour]) => colour) };
}
