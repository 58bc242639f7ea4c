import { linePanel } from '../../lines/line-panel.ts';
import { frame } from '../../picture/frame.ts';
import { axisColumn } from '../../sweeps/sweep-axis.ts';
import { axisNamed, hasMetric, leftOutAlong, seriesRows } from '../../sweeps/sweep-series.ts';
import type { ChartOf } from '../chart.ts';

const title = 'Queue depth against load-balance efficiency';
const DEPTH = /(^|\.)activationQueue\.depth$|^queueDepth$/;
const METRIC = 'loadBalanceEfficiency';

/** EIE Fig. 8: how deep the activation queue must be until starved cycles vanish. */
export const queueDepthAgainstEfficiency: ChartOf<'sweep'> = {
  name: 'queue-depth-against-efficiency',
  title,
  subject: 'sweep',
  obstacle: (record) => {
    if (axisNamed(record, DEPTH) === undefined) return 'the sweep has no axis activationQueue.depth';
    return hasMetric(record, METRIC) ? undefined : `the sweep has no metric ${METRIC}`;
  },
  leftOut: (record) => leftOutAlong(record, axisNamed(record, DEPTH)),
  draw: (record, style) => {
    const axis = axisNamed(record, DEPTH) ?? '';
    const rows = seriesRows(record, axis, [METRIC]);
    const panel = linePanel(
      {
        rows,
        x: { field: axisColumn(record, axis), title: 'Queue depth' },
        y: { field: METRIC, title: 'Load-balance efficiency (%)', factor: 100, fromZero: true },
        series: 'series',
        height: style.fontSize * 17,
      },
      style,
    );
    return frame(style, { title, leftOut: leftOutAlong(record, axis) }, rows, panel);
  },
};
