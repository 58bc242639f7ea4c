import test from 'ava';
import { paretoFront } from '../../../src/sweep/finish/pareto.ts';

const points = (...values: readonly (readonly [number | null, number | null])[]) =>
  values.map(([a, b]) => ({ metrics: { a, b } }));
const low = [
  { metric: 'a', better: 'low' },
  { metric: 'b', better: 'low' },
] as const;

test('a point is on the front unless another is as good everywhere and better somewhere', (t) => {
  t.deepEqual(paretoFront(points([1, 4], [2, 2], [3, 3], [4, 1], [4, 2]), low), [true, true, false, true, false]);
});

test('equal points are on the front together', (t) => {
  t.deepEqual(paretoFront(points([1, 1], [1, 1], [2, 1]), low), [true, true, false]);
});

test('a point without a value is on no front', (t) => {
  t.deepEqual(paretoFront(points([null, 0], [1, 1]), low), [false, true]);
});

test('high may be better', (t) => {
  const objectives = [low[0], { metric: 'b', better: 'high' }] as const;
  t.deepEqual(paretoFront(points([1, 4], [2, 2], [3, 5]), objectives), [true, false, true]);
});

test('three metrics: the front is what comparing all pairs gives', (t) => {
  const random = (k: number) => (k * 7919) % 101;
  const many = Array.from({ length: 200 }, (_, k) => ({
    metrics: { a: random(k), b: random(k * 3 + 1), c: random(k * k) },
  }));
  const objectives = ['a', 'b', 'c'].map((metric) => ({ metric, better: 'low' as const }));
  const beats = (p: (typeof many)[number], q: (typeof many)[number]) =>
    (['a', 'b', 'c'] as const).every((m) => p.metrics[m] <= q.metrics[m]) &&
    (['a', 'b', 'c'] as const).some((m) => p.metrics[m] < q.metrics[m]);
  t.deepEqual(
    paretoFront(many, objectives),
    many.map((q) => !many.some((p) => beats(p, q))),
  );
});
