import test from 'ava';
import { bitsAgainstAccuracy } from '../../../../src/report/charts/training/bits-against-accuracy.ts';
import { pruningTradeOff } from '../../../../src/report/charts/training/pruning-trade-off.ts';
import { sizeAgainstAccuracy } from '../../../../src/report/charts/training/size-against-accuracy.ts';
import { chartStyles } from '../../../../src/report/picture/style.ts';
import type { SweepPoint, SweepRecord } from '../../../../src/report/records/sweep-record.ts';

function sweep(axes: readonly string[], points: readonly SweepPoint[]): SweepRecord {
  const metrics = ['accuracyChange', 'sizeShare'];
  return { kind: 'sweep', name: 'lecture', axes: axes.map((name) => ({ name })), metrics, points };
}

const point = (axes: SweepPoint['axes'], accuracyChange: number | null, sizeShare = 0.1): SweepPoint => ({
  axes,
  metrics: { accuracyChange, sizeShare },
});

test('a kept density is a share pruned away, and a difference of shares is points', (t) => {
  const record = sweep(
    ['training.stages', 'training.prune.density'],
    [
      point({ 'training.stages': 'L2', 'training.prune.density': 0.08 }, -0.012),
      point({ 'training.stages': 'L1', 'training.prune.density': 0.08 }, null),
    ],
  );
  t.deepEqual(pruningTradeOff.draw(record, chartStyles.column).data.values, [
    { series: 'L2', prunedPercent: 92, change: -1.2 },
    { series: 'L1', prunedPercent: 92, change: null },
  ]);
});

test('a way to begin k-means is a colour, its stages are dashes', (t) => {
  const axes = { 'training.stages': 'shared', 'training.share.initialisation': 'linear', 'training.share.codeBits': 2 };
  const tuned = { ...axes, 'training.stages': 'tuned' };
  const chart = bitsAgainstAccuracy.draw(
    sweep(Object.keys(axes), [point(axes, -0.02), point(tuned, -0.01)]),
    chartStyles.column,
  );
  t.deepEqual(chart.data.values, [
    { series: 'linear', stages: 'shared', codeBits: 2, change: -2 },
    { series: 'linear', stages: 'tuned', codeBits: 2, change: -1 },
  ]);
  t.regex(JSON.stringify(chart), /dashed: shared; solid: tuned/);
});

test('through the best point of each size runs the line', (t) => {
  const axes = ['training.stages', 'training.share.codeBits'];
  const at = (bits: number, change: number, size: number) =>
    point({ 'training.stages': 'both', 'training.share.codeBits': bits }, change, size);
  const { data } = sizeAgainstAccuracy.draw(
    sweep(axes, [at(2, -0.02, 0.03), at(3, -0.03, 0.04), at(4, 0, 0.05)]),
    chartStyles.column,
  );
  t.deepEqual(
    data.values.map(({ settings, sizePercent, onFront }) => [settings, sizePercent, onFront]),
    [
      ['codeBits 2', 3, true],
      ['codeBits 3', 4, false],
      ['codeBits 4', 5, true],
    ],
  );
});

test('sweeps without such axes and metrics have no such chart, and the reason is told', (t) => {
  const record = sweep(['clock'], [{ axes: { clock: 1 }, metrics: { timeUs: 1 } }]);
  t.regex(pruningTradeOff.obstacle(record) ?? '', /no axis training\.prune\.density/);
  t.regex(bitsAgainstAccuracy.obstacle(record) ?? '', /no axis training\.share\.codeBits/);
  t.regex(sizeAgainstAccuracy.obstacle(record) ?? '', /no metric sizeShare/);
});
