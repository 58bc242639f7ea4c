import { goodEnd } from '../../compare/worsened.ts';
import { frame } from '../picture/frame.ts';
import { colourScale, topLegend } from '../picture/legend.ts';
import { mostRows, nameAxis, plotWidth, rowStep, rowsHeight } from '../picture/name-axis.ts';
import { referenceColour, seriesColours } from '../picture/palette.ts';
import type { ChartStyle } from '../picture/style.ts';
import type { ComparedMetric, ComparisonRecord } from '../records/comparison-record.ts';
import { metricName } from '../text/human-names.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import { textWidth } from '../text/text-width.ts';
import type { ChartOf } from './chart.ts';

const title = 'Change against the baseline';

/** Which rows are drawn: those of the whole, or where there are none all of them. */
function chosen(record: ComparisonRecord) {
  const totals = record.rows.filter((row) => row.label === 'total');
  return totals.length > 0 ? totals : record.rows;
}

/** In per cent; null where there is nothing to compare with. */
function change(baseline: number | null, value: number | null): number | null {
  if (baseline === null || value === null) return null;
  if (value === baseline) return 0;
  return baseline === 0 ? null : 100 * (value / baseline - 1);
}

/** A change as text: a small one never reads as none. */
const CHANGE_TEXT =
  "!isValid(datum.value) || !isValid(datum.baseline) ? 'missing' : datum.value === datum.baseline ? (datum.value === 0 ? '0 in both' : 'no change') : " +
  "!isValid(datum.changePercent) ? 'was 0' : format(datum.changePercent, abs(datum.changePercent) < 0.05 ? '+.1r' : '+.1f') + ' %' + (datum.effect === '' ? '' : ' ' + datum.effect)";

/** How far the most changed of the others is from the baseline. */
function mostChange({ values: [baseline, ...others] }: ComparedMetric): number {
  return Math.max(0, ...others.map((value) => Math.abs(change(baseline, value) ?? 0)));
}

/** Bars stand below each other, one for each result but the baseline. */
function stepOf({ names }: ComparisonRecord, style: ChartStyle): number {
  return rowStep(style) * Math.max(1, (names.length - 1) * 0.8);
}

function legendOf({ names }: ComparisonRecord): string[] {
  return names.length > 2 ? uniqueNames(names).slice(1) : [];
}

/** Of more numbers than there is room for those that changed most, in their order. */
function shown(record: ComparisonRecord, style: ChartStyle): { rows: readonly ComparedMetric[]; leftOut?: string } {
  const rows = chosen(record);
  const most = mostRows(style, legendOf(record), stepOf(record, style));
  if (rows.length <= most) return { rows };
  const changed = new Set(rows.toSorted((a, b) => mostChange(b) - mostChange(a)).slice(0, most));
  return {
    rows: rows.filter((row) => changed.has(row)),
    leftOut: `${most} of ${rows.length} numbers are drawn, those that changed most`,
  };
}

/** One result beside the baseline needs no colour of its own: then colours say whether a change is good. */
const EFFECTS = [
  ['better', seriesColours[0]],
  ['worse', seriesColours[1]],
  ['', referenceColour],
] as const;

/** Whether a change is for the better; '' where nothing changed, or neither end of the metric is good. */
function effectOf(metric: string, baseline: number | null, value: number | null): '' | 'better' | 'worse' {
  const good = goodEnd(metric);
  if (good === undefined || baseline === null || value === null || value === baseline) return '';
  return value < baseline === (good === 'low') ? 'better' : 'worse';
}

function rowsOf(record: ComparisonRecord, rows: readonly ComparedMetric[]) {
  const results = uniqueNames(record.names);
  const names = uniqueNames(
    rows.map(({ label, metric }) => (label === 'total' ? metricName(metric) : `${label}: ${metricName(metric)}`)),
  );
  return rows.flatMap(({ values: [baseline, ...others] }, row) =>
    others.map((value, k) => ({
      metric: names[row],
      result: results[k + 1],
      baseline,
      value,
      changePercent: change(baseline, value),
      effect: effectOf(rows[row].metric, baseline, value),
    })),
  );
}

/** From the least to the most change, with room for the labels outside the bars on either side. */
function domainWithRoom(
  rows: readonly { readonly changePercent: number | null }[],
  width: number,
  style: ChartStyle,
): number[] {
  const changes = rows.map((row) => row.changePercent ?? 0);
  const [low, high] = [Math.min(0, ...changes), Math.max(0, ...changes)];
  const room = (text: string) => textWidth(text, style.fontSize) + style.fontSize;
  const left = low < 0 ? room('−100.0 % better') : 0;
  const right = room(high > 0 ? '+100.0 % better' : 'no change');
  const perUnit = (high - low || 1) / Math.max(width - left - right, width / 4);
  return [low - left * perUnit, high + right * perUnit].map((end) => Number(end.toPrecision(5)));
}

/** How much each number changed from the first result to the others, left of zero less, right of zero more. */
export const comparison: ChartOf<'comparison'> = {
  name: 'comparison',
  title,
  subject: 'comparison',
  obstacle: (record) => {
    if (record.axes !== undefined) return 'it compares sweeps, which comparison-along-axis draws';
    return chosen(record).length === 0 || record.names.length < 2 ? 'there is nothing to compare' : undefined;
  },
  leftOut: (record, style) => shown(record, style).leftOut,
  draw: (record, style) => {
    const { rows: numbers, leftOut } = shown(record, style);
    const rows = rowsOf(record, numbers);
    const legend = legendOf(record);
    const metrics = [...new Set(rows.map((row) => row.metric))];
    const results = [...new Set(rows.map((row) => row.result))];
    const width = plotWidth(metrics, style);
    const domain = domainWithRoom(rows, width, style);
    const scale = colourScale(results.map((name, k) => [name, seriesColours[k % seriesColours.length]] as const));
    const y = {
      y: nameAxis('metric', metrics, style),
      ...(results.length > 1 ? { yOffset: { field: 'result', type: 'nominal', sort: results } } : {}),
    };
    const text = (align: 'left' | 'right', filter: string) => ({
      transform: [{ filter }],
      mark: { type: 'text', align, baseline: 'middle', dx: (align === 'left' ? 1 : -1) * (style.fontSize / 3) },
      encoding: { ...y, x: { field: 'place', type: 'quantitative' }, text: { field: 'text', type: 'nominal' } },
    });
    return frame(style, { title, leftOut, legend }, rows, {
      height: rowsHeight(metrics.length, style, legend, stepOf(record, style)),
      transform: [
        { calculate: 'isValid(datum.changePercent) ? datum.changePercent : 0', as: 'place' },
        { calculate: CHANGE_TEXT, as: 'text' },
      ],
      layer: [
        {
          mark: { type: 'bar' },
          encoding: {
            ...y,
            x: {
              field: 'place',
              type: 'quantitative',
              title: `Change against ${record.names[0]} (%)`,
              scale: { domain, nice: false },
            },
            color:
              results.length > 1
                ? { field: 'result', type: 'nominal', scale, legend: topLegend(results, width, style) }
                : { field: 'effect', type: 'nominal', scale: colourScale(EFFECTS), legend: null },
            tooltip: [
              { field: 'metric', type: 'nominal' },
              { field: 'result', type: 'nominal' },
              { field: 'baseline', type: 'quantitative', format: ',.6~g' },
              { field: 'value', type: 'quantitative', format: ',.6~g' },
              { field: 'text', type: 'nominal', title: 'change' },
            ],
          },
        },
        { data: { values: [{}] }, mark: { type: 'rule' }, encoding: { x: { datum: 0, type: 'quantitative' } } },
        text('left', 'datum.place >= 0'),
        text('right', 'datum.place < 0'),
      ],
    });
  },
};
