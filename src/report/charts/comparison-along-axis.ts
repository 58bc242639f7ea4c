import type { ComparisonRecord } from '../records/comparison-record.ts';
import type { SweepPoint, SweepRecord } from '../records/sweep-record.ts';
import { RESULT } from '../text/human-names.ts';
import { uniqueNames } from '../text/layer-labels.ts';
import type { ChartOf } from './chart.ts';
import { drawLines, leftOut } from './sweep/sweep-lines.ts';

const title = 'The sweeps side by side';

/** The compared sweeps as one that has the results as its outermost axis, so that they are what tells lines apart. */
function together({ names, axes = [], rows }: ComparisonRecord): SweepRecord {
  const results = uniqueNames(names);
  const points = new Map<string, SweepPoint[]>();
  for (const { label, metric, values, axes: at = {} } of rows) {
    const found = points.get(label) ?? results.map((result) => ({ axes: { [RESULT]: result, ...at }, metrics: {} }));
    points.set(
      label,
      found.map((point, k) => ({ ...point, metrics: { ...point.metrics, [metric]: values[k] } })),
    );
  }
  const all = [...points.values()];
  return {
    kind: 'sweep',
    name: results.join(', '),
    axes: [{ name: RESULT }, ...axes],
    metrics: [...new Set(rows.map(({ metric }) => metric))],
    points: results.flatMap((_, k) => all.map((point) => point[k])),
  };
}

/** Two or more sweeps as lines along the axis with the most values: a panel a metric, a line a result. */
export const comparisonAlongAxis: ChartOf<'comparison'> = {
  name: 'comparison-along-axis',
  title,
  subject: 'comparison',
  obstacle: ({ axes, rows }) =>
    axes === undefined || rows.length === 0 ? 'it compares runs, which have no axis' : undefined,
  leftOut: (record, style) => leftOut(together(record), style),
  draw: (record, style) => drawLines(together(record), style, title),
};
