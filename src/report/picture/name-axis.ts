import { shortenNames } from '../text/layer-labels.ts';
import { textWidth } from '../text/text-width.ts';
import { quoted } from './field.ts';
import { legendHeight } from './legend.ts';
import type { ChartStyle } from './style.ts';

/** Names take at most this part of the width. */
const NAME_SHARE = 0.38;

/** Height of a row of bars, in the unit of the style. */
export function rowStep(style: ChartStyle): number {
  return style.fontSize * 1.6;
}

/** Axis, its title, and the edges, in font sizes. */
const BELOW_PLOT = 3.6;
/** Title of a chart, with a note of two lines, in font sizes. */
const TITLE = 5;

/** How many rows a chart of that style has room for, below a legend of these labels. */
export function mostRows(style: ChartStyle, legend: readonly string[] = [], step = rowStep(style)): number {
  const above = (legend.length === 0 ? 0 : legendHeight(legend, style)) + (style.titled ? TITLE * style.fontSize : 0);
  return Math.max(3, Math.floor((style.height - above - BELOW_PLOT * style.fontSize) / step));
}

/** Height of a plot of so many rows: few are drawn higher, so that the legend takes no more than a fifth of the chart. */
export function rowsHeight(
  count: number,
  style: ChartStyle,
  legend: readonly string[] = [],
  step = rowStep(style),
): number {
  const least = legend.length === 0 ? 0 : 4 * legendHeight(legend, style) - BELOW_PLOT * style.fontSize;
  return Number(Math.max(count * step, least).toFixed(2));
}

/** Whether a line of a label fits into its part of the width. */
function fits(style: ChartStyle): (text: string) => boolean {
  return (text) => textWidth(text, style.fontSize) <= style.width * NAME_SHARE;
}

/** Labels of one line; long names are cut in the middle so that all stay different. */
function cutLabels(names: readonly string[], style: ChartStyle): string[][] {
  return shortenNames(names, fits(style)).map((text) => [text]);
}

/** The name broken between words where its lines are most alike, or whole where it is one word or one of them would not fit. */
function inTwoLines(name: string, style: ChartStyle): string[] {
  const words = name.split(' ');
  const longer = (lines: readonly string[]) => Math.max(...lines.map((line) => textWidth(line, style.fontSize)));
  const [best] = words
    .slice(1)
    .map((_, k) => [words.slice(0, k + 1).join(' '), words.slice(k + 1).join(' ')])
    .toSorted((a, b) => longer(a) - longer(b));
  return best?.every(fits(style)) ? best : [name];
}

/** Labels of two lines where a name is too long for one and all are made of words; else of one line, cut. */
export function wrappedLabels(names: readonly string[], style: ChartStyle): string[][] {
  if (names.every(fits(style))) return names.map((name) => [name]);
  const wrapped = names.map((name) => inTwoLines(name, style));
  return wrapped.every((lines) => lines.every(fits(style))) ? wrapped : cutLabels(names, style);
}

/** Width that remains for the plot beside these names. */
export function plotWidth(names: readonly string[], style: ChartStyle, labels = cutLabels(names, style)): number {
  const widest = Math.max(0, ...labels.flat().map((line) => textWidth(line, style.fontSize)));
  return style.width - widest - 1.5 * style.fontSize;
}

/**
 * A y axis with one row a name, in the order of the data; names are unique and horizontal. The data keeps them whole, whatever
 * the labels show.
 */
export function nameAxis(
  fieldName: string,
  names: readonly string[],
  style: ChartStyle,
  labels = cutLabels(names, style),
): Record<string, unknown> {
  const changed = names.flatMap((name, k) =>
    labels[k][0] === name ? [] : [`${quoted(name)}:[${labels[k].map(quoted).join(',')}]`],
  );
  const labelExpr = changed.length === 0 ? {} : { labelExpr: `({${changed.join(',')}})[datum.value] || datum.value` };
  // Vega centres the first line of a label
  const centred = labels.some((lines) => lines.length > 1) ? { labelOffset: -style.fontSize * 0.55 } : {};
  return {
    field: fieldName,
    type: 'nominal',
    sort: null,
    title: null,
    axis: { labelLimit: style.width, ticks: false, domain: false, ...labelExpr, ...centred },
    scale: { type: 'band', paddingInner: 0.25, paddingOuter: 0.12 },
  };
}
