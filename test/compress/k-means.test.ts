import test from 'ava';
import { type Initialisation, kMeans } from '../../src/compress/k-means.ts';

/** Least sum of squared distances of all ways to cut sorted values into k intervals: the optimum, by dynamic programming. */
function leastError(sorted: readonly number[], k: number): number {
  const cost = (from: number, to: number): number => {
    const part = sorted.slice(from, to);
    const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
    return part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  let best = sorted.map((_, end) => cost(0, end + 1));
  for (let clusters = 2; clusters <= k; clusters++)
    best = sorted.map((_, end) =>
      Math.min(...Array.from({ length: end }, (_unused, cut) => best[cut] + cost(cut + 1, end + 1)), best[end]),
    );
  return best[sorted.length - 1];
}

const error = (sorted: Float32Array, { centroids, starts }: ReturnType<typeof kMeans>): number =>
  centroids.reduce(
    (total, centroid, index) =>
      total +
      sorted.subarray(starts[index], starts[index + 1]).reduce((sum, value) => sum + (value - centroid) ** 2, 0),
    0,
  );

const nearOptimum = test.macro({
  exec: (t, initialisation: Initialisation, factor: number) => {
    const sorted = Float32Array.from({ length: 40 }, (_, index) => ((index * 37) % 41) ** 1.5).toSorted();
    const clusters = kMeans({ values: sorted }, 5, initialisation, 3);
    const best = leastError([...sorted], 5);
    t.true(error(sorted, clusters) >= best * (1 - 1e-9));
    t.true(error(sorted, clusters) <= best * factor, `${error(sorted, clusters)} against ${best}`);
  },
  title: (_given, initialisation: Initialisation, factor: number) =>
    `${initialisation}: the error is at most ${factor} times the least possible`,
});
test(nearOptimum, 'linear', 1.05);
test(nearOptimum, 'density', 1.2);
test(nearOptimum, 'forgy', 1.5);

test('two clear groups are found from any start', (t) => {
  const sorted = Float32Array.of(1, 2, 3, 101, 102, 103);
  for (const initialisation of ['linear', 'density', 'forgy'] as const)
    t.deepEqual([...kMeans({ values: sorted }, 2, initialisation, 1).centroids], [2, 102], initialisation);
});

test('a value in the middle between two centroids goes to the lower one', (t) => {
  const { centroids, starts } = kMeans({ values: Float32Array.of(0, 2, 4) }, 2, 'linear', 1);
  t.deepEqual([...centroids], [1, 4]);
  t.deepEqual([...starts], [0, 2, 3]);
});
