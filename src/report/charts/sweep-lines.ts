import { namesRoom } from '../lines/line-names.ts';
import { linePanel } from '../lines/line-panel.ts';
import { noted } from '../picture/frame.ts';
import { metricAxis } from '../picture/metric-axis.ts';
import { stackedFrame } from '../picture/stacked-frame.ts';
import { axisColumn, longestAxis, shownAxis } from '../sweeps/sweep-axis.ts';
import { hasMetric, leftOutAlong, seriesRows } from '../sweeps/sweep-series.ts';
import type { ChartOf } from './chart.ts';

const title = 'Metrics along the sweep';

/** More panels than this make a poster. */
const MOST_METRICS = 4;

/** Each metric against the longest axis, a panel a metric, a line for each combination of the other axes (or each layer). */
export const sweepLines: ChartOf<'sweep'> = {
  name: 'sweep-lines',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    if (record.axes.length === 0 || record.points.length === 0) return 'the sweep has no points';
    return record.metrics.some((metric) => hasMetric(record, metric)) ? undefined : 'no metric has a value';
  },
  leftOut: (record) => {
    const lines = leftOutAlong(record, longestAxis(record));
    const metrics = record.metrics.filter((metric) => hasMetric(record, metric)).slice(MOST_METRICS);
    const further = metrics.length === 0 ? undefined : `metrics that are not drawn: ${metrics.join(', ')}`;
    return [lines, further].filter((text) => text !== undefined).join('; ') || undefined;
  },
  draw: (record, style) => {
    const axis = longestAxis(record);
    const metrics = record.metrics.filter((metric) => hasMetric(record, metric)).slice(0, MOST_METRICS);
    const rows = seriesRows(record, axis, metrics);
    const x = shownAxis(record, axis);
    const panels = metrics.map((metric, k) => {
      const values = rows.map((row) => row[metric]).filter((value) => typeof value === 'number');
      const y = metricAxis(metric, values);
      return linePanel(
        {
          rows,
          x: { field: axisColumn(record, axis), ...x, title: k === metrics.length - 1 ? x.title : '' },
          y: { field: metric, title: y.title, factor: y.factor, fromZero: true },
          series: 'series',
          height: style.fontSize * 11,
        },
        style,
      );
    });
    const stacked = stackedFrame(style, title, rows, panels, {
      left: 5.5,
      right: namesRoom([...new Set(rows.map((row) => row.series))], style) / style.fontSize,
    });
    return { ...stacked, ...noted(style, title, leftOutAlong(record, axis)) };
  },
};
