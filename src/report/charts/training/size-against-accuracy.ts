import { logScale } from '../../picture/log-scale.ts';
import type { SweepRecord } from '../../records/sweep-record.ts';
import { planeFront } from '../../sweeps/pareto-points.ts';
import { hasMetric } from '../../sweeps/sweep-series.ts';
import type { ChartOf } from '../chart.ts';
import { CHANGE, changeOf, noChange, STAGES, sweptAccuracy } from './swept-accuracy.ts';

const title = 'Change of accuracy against size of the network';
/** Bytes over those before, as a sweep may call it. */
const SIZE = 'sizeShare';

function rowsOf(record: SweepRecord) {
  const points = record.points.flatMap(({ axes, metrics }) => {
    const [size, change] = [metrics[SIZE], changeOf(metrics)];
    if (typeof size !== 'number' || change === null) return [];
    const { [STAGES]: stages = record.name, ...others } = axes;
    const settings = Object.entries(others).map(([name, value]) => `${name.split('.').at(-1)} ${value}`);
    return [{ series: String(stages), sizePercent: 100 * size, change, settings: settings.join(', ') }];
  });
  const names = [...new Set(points.map(({ series }) => series))];
  const fronts = names.flatMap((name) =>
    planeFront(
      points.filter(({ series }) => series === name).map((point) => ({ point, x: point.sizePercent, y: point.change })),
      [
        { metric: SIZE, better: 'low' },
        { metric: CHANGE, better: 'high' },
      ],
    ).map(({ point }) => point),
  );
  return points.map((point) => ({ ...point, onFront: fronts.includes(point) }));
}

/** What a smaller network costs, for pruning alone, sharing alone and both: lines through the best of each size (Deep Compression, Fig. 6). */
export const sizeAgainstAccuracy: ChartOf<'sweep'> = {
  name: 'size-against-accuracy',
  title,
  subject: 'sweep',
  obstacle: (record) => (hasMetric(record, SIZE) ? noChange(record) : `the sweep has no metric ${SIZE}`),
  draw: (record, style) => {
    const rows = rowsOf(record);
    const { scale, axis } = logScale(rows.map(({ sizePercent }) => sizePercent));
    const x = {
      field: 'sizePercent',
      type: 'quantitative',
      title: 'Size of the network (% of fp32, logarithmic)',
      scale,
      axis,
    };
    return sweptAccuracy({ title, rows, x, lineThrough: 'datum.onFront' }, style);
  },
};
