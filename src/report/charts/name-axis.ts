import { shortenNames } from '../layer-labels.ts';
import { textWidth } from '../text-width.ts';
import { quoted } from './field.ts';
import type { ChartStyle } from './style.ts';

/** Names take at most this part of the width. */
const NAME_SHARE = 0.38;

/** Height of a row of bars, in the unit of the style. */
export function rowStep(style: ChartStyle): number {
  return style.fontSize * 1.6;
}

function nameLabels(names: readonly string[], style: ChartStyle): string[] {
  return shortenNames(names, (text) => textWidth(text, style.fontSize) <= style.width * NAME_SHARE);
}

/** Width that remains for the plot beside these names. */
export function plotWidth(names: readonly string[], style: ChartStyle): number {
  const widest = Math.max(0, ...nameLabels(names, style).map((label) => textWidth(label, style.fontSize)));
  return style.width - widest - 1.5 * style.fontSize;
}

/**
 * A y axis with one row a name, in the order of the data; names are unique and horizontal. Long ones are cut in the middle so
 * that all stay different; the data keeps them whole.
 */
export function nameAxis(fieldName: string, names: readonly string[], style: ChartStyle): Record<string, unknown> {
  const labels = nameLabels(names, style);
  const changed = names.flatMap((name, k) => (labels[k] === name ? [] : [`${quoted(name)}:${quoted(labels[k])}`]));
  const labelExpr = changed.length === 0 ? {} : { labelExpr: `({${changed.join(',')}})[datum.value] || datum.value` };
  return {
    field: fieldName,
    type: 'nominal',
    sort: null,
    title: null,
    axis: { labelLimit: style.width, ticks: false, domain: false, ...labelExpr },
    scale: { paddingInner: 0.25, paddingOuter: 0.12 },
  };
}
