import { namesRoom } from '../../lines/line-names.ts';
import { linePanel } from '../../lines/line-panel.ts';
import { axisTitle } from '../../picture/axis-unit.ts';
import { metricAxis } from '../../picture/metric-axis.ts';
import { positionScale } from '../../picture/position-scale.ts';
import { leftMargin, stackedFrame } from '../../picture/stacked-frame.ts';
import type { ChartStyle } from '../../picture/style.ts';
import type { SweepRecord } from '../../records/sweep-record.ts';
import { axisColumn, longestAxis, shownAxis } from '../../sweeps/sweep-axis.ts';
import { hasMetric, leftOutAlong, seriesRows } from '../../sweeps/sweep-series.ts';
import { metricName } from '../../text/human-names.ts';
import type { ChartOf, ChartSpec } from '../chart.ts';

const title = 'Metrics along the sweep';

/** More values than these in all panels are not marked on their lines: marks that lie on each other are a thick line. */
const MOST_MARKS = 1000;

/** More panels than this make a poster. */
const MOST_METRICS = 4;
/** Height of a panel, the least of it, and what stands between and around panels, in font sizes. */
const PANEL = 11;
const LEAST_PANEL = 6;
const BETWEEN = 2;
const AROUND = 9;

/** The metrics that have room in a style, and the height of their panels. */
function panelsOf(record: SweepRecord, { height, fontSize }: ChartStyle): { metrics: string[]; panel: number } {
  const room = height / fontSize - AROUND;
  const most = Math.max(1, Math.min(MOST_METRICS, Math.floor(room / (LEAST_PANEL + BETWEEN))));
  const metrics = record.metrics.filter((metric) => hasMetric(record, metric)).slice(0, most);
  return { metrics, panel: Math.min(PANEL, room / metrics.length - BETWEEN) };
}

export function leftOut(record: SweepRecord, style: ChartStyle): string | undefined {
  const lines = leftOutAlong(record, longestAxis(record));
  const { metrics } = panelsOf(record, style);
  const further = record.metrics.filter((metric) => hasMetric(record, metric) && !metrics.includes(metric));
  const notes = [lines, ...(further.length === 0 ? [] : [`not drawn: ${further.map(metricName).join(', ')}`])];
  return notes.filter((text) => text !== undefined).join('; ') || undefined;
}

/** A panel a metric, one above the other, along the longest axis of a sweep. */
export function drawLines(record: SweepRecord, style: ChartStyle, title: string): ChartSpec {
  const axis = longestAxis(record);
  const { metrics, panel } = panelsOf(record, style);
  const rows = seriesRows(record, axis, metrics);
  const x = shownAxis(record, axis);
  const position = positionScale(rows.map((row) => row[axisColumn(record, axis)]));
  const marked = position.type === 'ordinal' || rows.length * metrics.length <= MOST_MARKS;
  // what falls as its axis doubles is a straight line where both are logarithmic
  const isLogarithmic = position.scale.type === 'log';
  const titles: string[] = [];
  const panels = metrics.map((metric, k) => {
    const values = rows.map((row) => row[metric]).filter((value) => typeof value === 'number');
    const y = metricAxis(metric, values);
    titles.push(axisTitle(y.title, { type: isLogarithmic ? 'log' : 'linear' }));
    return linePanel(
      {
        rows,
        x: { field: axisColumn(record, axis), ...x, title: k === metrics.length - 1 ? x.title : '' },
        y: { field: metric, title: y.title, factor: y.factor, fromZero: true },
        series: 'series',
        marked,
        ...(isLogarithmic && { yLog: 'decades' }),
        height: Number((style.fontSize * panel).toFixed(2)),
      },
      style,
    );
  });
  return stackedFrame(style, { title, leftOut: leftOut(record, style) }, rows, panels, {
    left: leftMargin(titles, panel * style.fontSize, style),
    right: namesRoom([...new Set(rows.map((row) => row.series))], style) / style.fontSize,
  });
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
  leftOut,
  draw: (record, style) => drawLines(record, style, title),
};
