import type { ChartOf } from './chart.ts';
import { field } from './field.ts';
import { frame } from './frame.ts';
import { metricAxis } from './metric-title.ts';
import { axisTitle } from './sweep-lines.ts';
import type { SweepRecord } from './sweep-record.ts';
import { hasMetric } from './sweep-series.ts';

const title = 'Heat map of the sweep';

/** More cells than this carry no numbers. */
const MOST_NUMBERS = 150;

function rowsOf(record: SweepRecord, metric: string) {
  const [x, y] = record.axes.map((axis) => axis.name);
  return record.points.map((point) => ({
    [x]: point.axes[x],
    [y]: point.axes[y],
    [metric]: point.metrics[metric] ?? null,
  }));
}

function ascending(values: readonly (string | number)[]): (string | number)[] {
  const distinct = [...new Set(values)];
  return distinct.every((value) => typeof value === 'number') ? distinct.toSorted((a, b) => a - b) : distinct;
}

/** The first metric over two axes; a cell without a value is hatched by a cross, never drawn as zero. */
export const heatMap: ChartOf<'sweep'> = {
  name: 'heat-map',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    if (record.axes.length !== 2) return `a heat map needs two axes, the sweep has ${record.axes.length}`;
    return record.metrics.some((metric) => hasMetric(record, metric)) ? undefined : 'no metric has a value';
  },
  draw: (record, style) => {
    const metric = record.metrics.find((name) => hasMetric(record, name)) ?? '';
    const [x, y] = record.axes.map((axis) => axis.name);
    const rows = rowsOf(record, metric);
    const values = rows.map((row) => row[metric]).filter((value) => typeof value === 'number');
    const scale = metricAxis(metric, values);
    const columns = ascending(record.points.map((point) => point.axes[x]));
    const lines = ascending(record.points.map((point) => point.axes[y]));
    const middle = ((Math.min(...values) + Math.max(...values)) / 2) * scale.factor;
    const encoding = {
      x: { field: field(x), type: 'ordinal', sort: columns, title: axisTitle(record, x), axis: { labelAngle: 0 } },
      y: { field: field(y), type: 'ordinal', sort: lines.toReversed(), title: axisTitle(record, y) },
    };
    const cell = {
      transform: [{ filter: 'isValid(datum.cell)' }],
      mark: { type: 'rect', stroke: '#ffffff', strokeWidth: style.fontSize / 16 },
      encoding: {
        ...encoding,
        color: {
          field: 'cell',
          type: 'quantitative',
          title: scale.title,
          scale: { scheme: 'viridis', reverse: true },
          legend: { orient: 'top', direction: 'horizontal', gradientLength: style.width * 0.4 },
        },
        tooltip: [
          { field: field(x), title: axisTitle(record, x) },
          { field: field(y), title: axisTitle(record, y) },
          { field: 'cell', type: 'quantitative', title: scale.title, format: '.4~g' },
        ],
      },
    };
    const missing = {
      transform: [{ filter: '!isValid(datum.cell)' }],
      mark: { type: 'text', text: '×', color: '#999999' },
      encoding,
    };
    const numbers = {
      transform: [{ filter: 'isValid(datum.cell)' }],
      mark: { type: 'text' },
      encoding: {
        ...encoding,
        text: { field: 'cell', type: 'quantitative', format: '.3g' },
        color: { condition: { test: `datum.cell > ${middle}`, value: '#ffffff' }, value: '#222222' },
      },
    };
    return frame(style, title, rows, {
      height: Math.max(2, lines.length) * style.fontSize * 2,
      transform: [
        {
          calculate: `datum[${JSON.stringify(metric)}] === null ? null : datum[${JSON.stringify(metric)}] * ${scale.factor}`,
          as: 'cell',
        },
      ],
      layer: [cell, missing, ...(rows.length <= MOST_NUMBERS ? [numbers] : [])],
    });
  },
};
