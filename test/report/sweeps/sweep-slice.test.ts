import test from 'ava';
import type { SweepPoint, SweepRecord } from '../../../src/report/records/sweep-record.ts';
import { independentAxes, linesAlong, MOST_LINES, planeOf } from '../../../src/report/sweeps/sweep-slice.ts';

type Axes = Record<string, string | number>;

function sweepOf(
  points: readonly Axes[],
  more: Partial<SweepRecord> = {},
  marks: Partial<SweepPoint> = {},
): SweepRecord {
  const axes = Object.keys(points[0]).map((name) => ({ name, ...(name === 'clock' && { unit: 'Hz' }) }));
  const made = points.map((values, index) => ({ index, axes: values, metrics: { timeUs: index + 1 }, ...marks }));
  return { kind: 'sweep', name: 'made up', axes, metrics: ['timeUs'], points: made, ...more };
}

/** Every combination of 4 queue depths, 5 technologies and 3 clocks. */
const grid = [2, 4, 8, 16].flatMap((depth) =>
  [1, 2, 3, 4, 5].flatMap((technology) => [1e8, 2e8, 3e8].map((clock) => ({ depth, technology, clock }))),
);

test('few lines are all kept', (t) => {
  const record = sweepOf(grid.filter(({ technology }) => technology < 4));
  const { record: shown, leftOut } = linesAlong(record, 'depth');
  t.deepEqual(shown.points, record.points);
  t.is(leftOut, undefined);
});

test('of many lines those are kept that run through the best point and differ in one axis', (t) => {
  const record = sweepOf(grid, { best: { point: 4 } });
  t.deepEqual(record.points[4].axes, { depth: 2, technology: 2, clock: 2e8 });
  const { record: shown, leftOut } = linesAlong(record, 'depth');
  t.deepEqual(
    shown.points.map(({ axes }) => axes),
    grid.filter(({ clock }) => clock === 2e8),
  );
  t.deepEqual(
    shown.axes.map(({ name }) => name),
    ['depth', 'technology'],
  );
  t.is(leftOut, '5 of 15 lines are drawn, through the best point (clock 200 MHz)');
});

test('without a best point the lines run through the baseline, else the front, else the first point that did not fail', (t) => {
  const heldOf = (record: SweepRecord) => /through .*/.exec(linesAlong(record, 'depth').leftOut ?? '')?.[0];
  t.is(heldOf(sweepOf(grid, { baseline: { clock: 3e8 } })), 'through the baseline (clock 300 MHz)');
  const marked = sweepOf(grid).points.map((point) => ({ ...point, onParetoFront: point.axes.clock === 2e8 }));
  t.is(heldOf(sweepOf(grid, { points: marked })), 'through a point of the front (clock 200 MHz)');
  const failed = sweepOf(grid).points.map((point) => (point.axes.clock === 1e8 ? { ...point, error: 'no' } : point));
  t.is(heldOf(sweepOf(grid, { points: failed })), 'through the first point (clock 200 MHz)');
});

test('an axis with more values than lines is thinned evenly and keeps its ends', (t) => {
  const record = sweepOf(Array.from({ length: 100 * 3 }, (_, k) => ({ clock: Math.floor(k / 3), depth: k % 3 })));
  const { record: shown, leftOut } = linesAlong(record, 'depth');
  const clocks = [...new Set(shown.points.map(({ axes }) => axes.clock))];
  t.is(clocks.length, MOST_LINES);
  t.deepEqual([clocks[0], clocks.at(-1)], [0, 99]);
  t.is(leftOut, '9 of 100 lines are drawn, through the first point');
});

test('a zipped axis tells no lines apart', (t) => {
  const record = sweepOf([1, 2, 3].flatMap((clock) => [5, 6].map((depth) => ({ clock, volts: clock * 10, depth }))));
  t.deepEqual(independentAxes(record, 'clock'), ['depth']);
  t.deepEqual(
    linesAlong(record, 'clock').record.axes.map(({ name }) => name),
    ['clock', 'depth'],
  );
});

test('a plane of two axes holds all others', (t) => {
  const { record, leftOut } = planeOf(sweepOf(grid), ['depth', 'technology']);
  t.is(record.points.length, 20);
  t.is(leftOut, '20 of 60 points are drawn, through the first point (clock 100 MHz)');
});
