import type { SweepRecord } from '../../records/sweep-record.ts';
import { axisNamed } from '../../sweeps/sweep-series.ts';
import type { ChartOf } from '../chart.ts';
import { changeOf, noChange, sweptAccuracy } from './swept-accuracy.ts';

const title = 'Change of accuracy against weights pruned away';
const DENSITY = /^training\.(.*\.)?prune\.density$/;

function rowsOf(record: SweepRecord) {
  const density = axisNamed(record, DENSITY) ?? '';
  const others = record.axes.filter(({ name }) => name !== density);
  return record.points.flatMap(({ axes, metrics }) => {
    const kept = axes[density];
    if (typeof kept !== 'number') return [];
    const series = others.map(({ name }) => String(axes[name] ?? '')).join(', ') || record.name;
    return [{ series, prunedPercent: Number((100 * (1 - kept)).toPrecision(9)), change: changeOf(metrics) }];
  });
}

/** What is lost as weights are pruned away, a line for each way to train and retrain (Han et al. 2015, Fig. 5). */
export const pruningTradeOff: ChartOf<'sweep'> = {
  name: 'pruning-trade-off',
  title,
  subject: 'sweep',
  obstacle: (record) =>
    axisNamed(record, DENSITY) === undefined ? 'the sweep has no axis training.prune.density' : noChange(record),
  draw: (record, style) => {
    const rows = rowsOf(record);
    const least = Math.min(...rows.map(({ prunedPercent }) => prunedPercent));
    const x = {
      field: 'prunedPercent',
      type: 'quantitative',
      title: 'Weights pruned away (%)',
      scale: { domain: [Math.floor((least - 1) / 10) * 10, 100], nice: false },
      axis: { grid: false },
    };
    return sweptAccuracy({ title, rows, x }, style);
  },
};
