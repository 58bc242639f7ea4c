import type { ChartOf } from './chart.ts';
import { linePanel } from './line-panel.ts';
import { capital, metricAxis, words } from './metric-title.ts';
import { stackedFrame } from './stacked-frame.ts';
import type { SweepRecord } from './sweep-record.ts';
import { hasMetric, seriesRows } from './sweep-series.ts';

const title = 'Metrics along the sweep';

/** More panels than this make a poster. */
const MOST_METRICS = 4;

/** The axis along which lines run: the one with the most values that are numbers. */
export function longestAxis(record: SweepRecord): string {
  const values = (axis: string) => [...new Set(record.points.map((point) => point.axes[axis]))];
  const length = (axis: string) => (values(axis).every((value) => typeof value === 'number') ? values(axis).length : 1);
  return record.axes.map((axis) => axis.name).reduce((best, axis) => (length(axis) > length(best) ? axis : best));
}

/** An axis of a sweep in words, with its unit. */
export function axisTitle(record: SweepRecord, name: string): string {
  const unit = record.axes.find((axis) => axis.name === name)?.unit;
  const text = capital(words(name));
  return unit === undefined ? text : `${text} (${unit})`;
}

/** Each metric against the longest axis, a panel a metric, a line for each combination of the other axes (or each layer). */
export const sweepLines: ChartOf<'sweep'> = {
  name: 'sweep-lines',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    if (record.axes.length === 0 || record.points.length === 0) return 'the sweep has no points';
    return record.metrics.some((metric) => hasMetric(record, metric)) ? undefined : 'no metric has a value';
  },
  draw: (record, style) => {
    const axis = longestAxis(record);
    const metrics = record.metrics.filter((metric) => hasMetric(record, metric)).slice(0, MOST_METRICS);
    const rows = seriesRows(record, axis, metrics);
    const panels = metrics.map((metric, k) => {
      const values = rows.map((row) => row[metric]).filter((value) => typeof value === 'number');
      const y = metricAxis(metric, values);
      return linePanel(
        {
          rows,
          x: { field: axis, title: k === metrics.length - 1 ? axisTitle(record, axis) : '' },
          y: { field: metric, title: y.title, factor: y.factor, fromZero: true },
          series: 'series',
          height: style.fontSize * 11,
        },
        style,
      );
    });
    return stackedFrame(style, title, rows, panels, {
      left: 5.5,
      right: new Set(rows.map((row) => row.series)).size > 1 ? 6.5 : 1,
    });
  },
};
