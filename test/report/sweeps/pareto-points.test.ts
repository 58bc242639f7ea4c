import test from 'ava';
import type { SweepRecord } from '../../../src/report/records/sweep-record.ts';
import { frontMetrics, paretoPoints, planeFront } from '../../../src/report/sweeps/pareto-points.ts';

const record: SweepRecord = {
  kind: 'sweep',
  name: 'made up',
  axes: [{ name: 'clock', unit: 'Hz' }, { name: 'depth' }],
  metrics: ['timeUs', 'energyPj.total', 'area.totalMm2'],
  pareto: ['timeUs', 'energyPj.total', 'area.totalMm2'].map((metric) => ({ metric, better: 'low' })),
  points: [
    [1, 9, 5, true],
    [2, 9, 1, true],
    [2, 4, 5, true],
    [3, 5, 6, false],
  ].map(([time, energy, area, front], k) => ({
    axes: { clock: 1e9, depth: k },
    metrics: { timeUs: Number(time), 'energyPj.total': Number(energy), 'area.totalMm2': Number(area) },
    onParetoFront: front === true,
  })),
};

test('a front over three metrics marks points that the plane of the first two does not', (t) => {
  const points = paretoPoints(record, frontMetrics(record)!);
  t.deepEqual(
    points.map(({ onFront }) => onFront),
    [true, true, true, false],
  );
  t.deepEqual(
    planeFront(points, frontMetrics(record)!).map(({ x, y, third }) => [x, y, third]),
    [
      [1, 9, 5],
      [2, 4, 5],
    ],
  );
});

test('labels name the axes in which points of the front differ', (t) => {
  t.deepEqual(
    paretoPoints(record, frontMetrics(record)!).map(({ label }) => label),
    ['0', '1', '2', '3'],
  );
});

test('where high is better the front goes the other way', (t) => {
  const points = [
    { x: 1, y: 1 },
    { x: 2, y: 3 },
    { x: 3, y: 2 },
    { x: 0, y: 3 },
  ];
  const high = [
    { metric: 'a', better: 'high' },
    { metric: 'b', better: 'high' },
  ] as const;
  t.deepEqual(planeFront(points, high), [
    { x: 3, y: 2 },
    { x: 2, y: 3 },
  ]);
});
