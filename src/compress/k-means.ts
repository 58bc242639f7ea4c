import { randomBelow, randomStream } from '../base/random.ts';
import type { Ascending } from './ascending.ts';

/** How the first centroids are chosen (Deep Compression, section 3.2). */
export type Initialisation = 'linear' | 'density' | 'forgy';

/** Clusters of numbers on a line. */
export interface Clusters {
  /** Ascending, none twice, none empty; at most the number asked for. */
  readonly centroids: Float64Array;
  /** Of all values in ascending order cluster k holds those from starts[k] to starts[k + 1] - 1. */
  readonly starts: Uint32Array;
  /** The least value of each cluster. */
  readonly lowest: Float32Array;
  readonly iterations: number;
}

const MOST_ITERATIONS = 300;

/**
 * k-means of numbers on a line: clusters are intervals of the sorted values, so an iteration costs k log n with prefix sums.
 * Where at most k values differ, each is its own cluster. A cluster that runs empty takes the value that lies farthest from its centroid, so none stays empty.
 * Lloyd's iteration stops when no border moves.
 * @param all finite, at least one
 */
export function kMeans(all: Ascending, k: number, initialisation: Initialisation, seed: number): Clusters {
  const { values: sorted } = all;
  const clusters = (centroids: Float64Array, borders: Uint32Array, iterations: number): Clusters => ({
    centroids,
    starts: borders.map((at) => placeOf(all, at)),
    lowest: Float32Array.from(borders.subarray(0, -1), (at) => sorted[at]),
    iterations,
  });
  const distinct = distinctStarts(sorted, k);
  if (distinct !== undefined)
    return clusters(
      Float64Array.from(distinct.subarray(0, -1), (at) => sorted[at]),
      distinct,
      0,
    );
  const sums = prefixSums(all);
  let centroids = INITIALISATIONS[initialisation](all, k, seed);
  let starts: Uint32Array = new Uint32Array(0);
  for (let iterations = 1; ; iterations++) {
    const next = fillEmpty(sorted, centroids, bordersOf(sorted, centroids));
    const settled = next.every((start, index) => start === starts[index]);
    starts = next;
    centroids = means(all, sums, starts);
    if (settled || iterations === MOST_ITERATIONS) return clusters(centroids, starts, iterations);
  }
}

/** How many of all values lie before element `at` of the ascending ones. */
function placeOf({ starts }: Ascending, at: number): number {
  return starts === undefined ? at : starts[at];
}

/** How many values there are. */
function countOf(all: Ascending): number {
  return placeOf(all, all.values.length);
}

/** The value that has so many before it. */
function valueAt({ values, starts }: Ascending, place: number): number {
  return values[starts === undefined ? place : firstAbove(starts, place) - 1];
}

const INITIALISATIONS: Readonly<Record<Initialisation, (all: Ascending, k: number, seed: number) => Float64Array>> = {
  /** Equal steps from the least to the largest value. */
  linear: ({ values: sorted }, k) => {
    const [least, most] = [sorted[0], sorted[sorted.length - 1]];
    return Float64Array.from({ length: k }, (_, index) =>
      k === 1 ? (least + most) / 2 : least + ((most - least) * index) / (k - 1),
    );
  },
  /** Equal steps of the cumulative distribution. */
  density: (all, k) =>
    Float64Array.from({ length: k }, (_, index) => valueAt(all, Math.floor(((index + 0.5) * countOf(all)) / k))),
  /** k different places of the sorted values, drawn. */
  forgy: (all, k, seed) => {
    const next = randomStream(seed);
    const chosen = new Set<number>();
    while (chosen.size < k) chosen.add(randomBelow(next, countOf(all)));
    return Float64Array.from(
      [...chosen].toSorted((a, b) => a - b),
      (place) => valueAt(all, place),
    );
  },
};

/** Starts of the runs of equal values, and the end; undefined where there are more than k. */
function distinctStarts(sorted: Float32Array, k: number): Uint32Array | undefined {
  const starts = [0];
  for (let at = 1; at < sorted.length; at++) {
    if (sorted[at] !== sorted[at - 1]) starts.push(at);
    if (starts.length > k) return undefined;
  }
  return Uint32Array.from([...starts, sorted.length]);
}

/** Each value goes to the nearest centroid, the lower one of two equally near. */
function bordersOf(sorted: Float32Array, centroids: Float64Array): Uint32Array {
  const starts = new Uint32Array(centroids.length + 1);
  for (let index = 1; index < centroids.length; index++)
    starts[index] = firstAbove(sorted, (centroids[index - 1] + centroids[index]) / 2);
  starts[centroids.length] = sorted.length;
  return starts;
}

function firstAbove(sorted: Float32Array | Uint32Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Splits the cluster with the farthest value for each empty one; the number of clusters stays, and none is empty. */
function fillEmpty(sorted: Float32Array, centroids: Float64Array, starts: Uint32Array): Uint32Array {
  const used: { from: number; to: number; centroid: number }[] = [];
  for (let index = 0; index < centroids.length; index++)
    if (starts[index] < starts[index + 1])
      used.push({ from: starts[index], to: starts[index + 1], centroid: centroids[index] });
  while (used.length < centroids.length) {
    const worst = used.reduce((far, cluster) => (spread(sorted, cluster) > spread(sorted, far) ? cluster : far));
    const at = used.indexOf(worst);
    const below = worst.centroid - sorted[worst.from];
    const above = sorted[worst.to - 1] - worst.centroid;
    const border = below >= above ? runEnd(sorted, worst.from) : runStart(sorted, worst.to - 1);
    const [low, high] = [
      { ...worst, to: border },
      { ...worst, from: border },
    ];
    if (below >= above) low.centroid = sorted[worst.from];
    else high.centroid = sorted[worst.to - 1];
    used.splice(at, 1, low, high);
  }
  return Uint32Array.from([...used.map(({ from }) => from), sorted.length]);
}

/** Distance of the farthest value from its centroid; none where all values are equal, because such a cluster cannot be split. */
function spread(sorted: Float32Array, { from, to, centroid }: { from: number; to: number; centroid: number }): number {
  if (sorted[from] === sorted[to - 1]) return -1;
  return Math.max(centroid - sorted[from], sorted[to - 1] - centroid);
}

function runEnd(sorted: Float32Array, from: number): number {
  let to = from;
  while (sorted[to] === sorted[from]) to++;
  return to;
}

function runStart(sorted: Float32Array, last: number): number {
  let from = last;
  while (sorted[from - 1] === sorted[last]) from--;
  return from;
}

/** Sums of all values before each; equal ones are added one by one, as sums are rounded. */
function prefixSums({ values, starts }: Ascending): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let index = 0, sum = 0; index < values.length; index++) {
    const value = values[index];
    const times = starts === undefined ? 1 : starts[index + 1] - starts[index];
    for (let k = 0; k < times; k++) sum += value;
    sums[index + 1] = sum;
  }
  return sums;
}

function means(all: Ascending, sums: Float64Array, starts: Uint32Array): Float64Array {
  return Float64Array.from({ length: starts.length - 1 }, (_, index) => {
    const [from, to] = [starts[index], starts[index + 1]];
    return (sums[to] - sums[from]) / (placeOf(all, to) - placeOf(all, from));
  });
}
