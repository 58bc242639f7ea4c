import { linePanel } from '../../lines/line-panel.ts';
import { frame } from '../../picture/frame.ts';
import { metricAxis } from '../../picture/metric-axis.ts';
import type { SweepRecord } from '../../records/sweep-record.ts';
import { ACCURACY } from '../../sweeps/accuracy-metric.ts';
import { axisColumn } from '../../sweeps/sweep-axis.ts';
import { axisNamed, hasMetric, leftOutAlong, type SeriesRow, seriesRows } from '../../sweeps/sweep-series.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Pruning density against accuracy';
const DENSITY = /density$/i;
/** What pruning costs, the most telling first. */
const METRICS = [...ACCURACY, 'signalToNoiseDb', 'meanSquareError'] as const;

function metricOf(record: SweepRecord): string | undefined {
  return METRICS.find((metric) => hasMetric(record, metric));
}

/** How far weights can be pruned before the outputs suffer. */
export const densityAgainstAccuracy: ChartOf<'sweep'> = {
  name: 'density-against-accuracy',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    if (axisNamed(record, DENSITY) === undefined) return 'the sweep has no axis of density';
    return metricOf(record) === undefined ? `the sweep has none of the metrics ${METRICS.join(', ')}` : undefined;
  },
  leftOut: (record) => leftOutAlong(record, axisNamed(record, DENSITY)),
  draw: (record, style) => {
    const axis = axisNamed(record, DENSITY) ?? '';
    const metric = metricOf(record) ?? '';
    const rows = seriesRows(record, axis, [metric]).map(
      (row): SeriesRow => ({ ...row, densityPercent: 100 * Number(row[axisColumn(record, axis)]) }),
    );
    const y = metricAxis(
      metric,
      rows.map((row) => (typeof row[metric] === 'number' ? row[metric] : null)),
    );
    const panel = linePanel(
      {
        rows,
        x: { field: 'densityPercent', title: 'Weight density (%)' },
        y: { field: metric, title: y.title, factor: y.factor, fromZero: true },
        series: 'series',
        height: style.fontSize * 17,
      },
      style,
    );
    return frame(style, { title, leftOut: leftOutAlong(record, axis) }, rows, panel);
  },
};
