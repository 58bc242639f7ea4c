import test from 'ava';
import { sensitivities } from '../../../src/sweep/finish/sensitivity.ts';

const axes = [
  { name: 'x', values: [1, 2, 4] },
  { name: 'kind', values: ['p', 'q'] },
];

function grid(metric: (x: number, kind: string) => number | null) {
  return [1, 2, 4].flatMap((x) =>
    ['p', 'q'].map((kind) => ({ index: 0, axes: { x, kind }, metrics: { m: metric(x, kind) } })),
  );
}

test('a power of the axis has that power as its elasticity everywhere', (t) => {
  const [onX, onKind] = sensitivities(
    axes,
    ['m'],
    grid((x, kind) => (kind === 'p' ? 3 : 6) * x ** 2),
  );
  t.deepEqual(onX.elasticity, { mean: 2, minimum: 2, maximum: 2 });
  t.is(onX.largestRatio, 16);
  t.is(onKind.elasticity, null);
  t.is(onKind.largestRatio, 2);
});

test('a metric that does not follow an axis has elasticity 0', (t) => {
  t.is(
    sensitivities(
      axes,
      ['m'],
      grid(() => 5),
    )[0].elasticity?.mean,
    0,
  );
});

test('points without a value and failed points are left out', (t) => {
  const points = [
    ...grid((x, kind) => (x === 2 || kind === 'q' ? null : x)),
    { index: 9, axes: { x: 1, kind: 'q' }, metrics: {}, error: 'no' },
  ];
  t.deepEqual(sensitivities(axes, ['m'], points)[0].elasticity, { mean: 1, minimum: 1, maximum: 1 });
});

test('zipped axes are followed together', (t) => {
  const points = [1, 2, 4].flatMap((x) =>
    [1, 3].map((y) => ({ index: 0, axes: { x, twice: 2 * x, y }, metrics: { m: x * y } })),
  );
  const zipped = [
    { name: 'x', values: [1, 2, 4] },
    { name: 'twice', values: [2, 4, 8] },
    { name: 'y', values: [1, 3] },
  ];
  t.deepEqual(
    sensitivities(zipped, ['m'], points).map(({ elasticity }) => elasticity?.mean),
    [1, 1, 1],
  );
});
