import type { Objective } from '../config/sweep.ts';
import type { Metrics } from '../sweep-result.ts';

/** Which points no other beats: none is at least as good in every metric and better in one. A point that lacks a metric is never on the front; equal points all are. */
export function paretoFront(
  points: readonly { readonly metrics: Metrics }[],
  objectives: readonly Objective[],
): boolean[] {
  const costs = points.map(({ metrics }) => {
    const values = objectives.map(({ metric, better }) => cost(metrics[metric], better));
    return values.every((value) => value !== undefined) ? values : undefined;
  });
  // In the order of the first metric a point can only be beaten by one before it (or an equal one behind).
  const order = costs.flatMap((values, index) => (values === undefined ? [] : [{ values, index }])).toSorted(byCosts);
  const front: (readonly number[])[] = [];
  const isOnFront = points.map(() => false);
  for (const { values, index } of order) {
    if (front.some((other) => dominates(other, values))) continue;
    front.push(values);
    isOnFront[index] = true;
  }
  return isOnFront;
}

function cost(value: number | null | undefined, better: Objective['better']): number | undefined {
  return typeof value === 'number' ? (better === 'low' ? value : -value) : undefined;
}

function byCosts(a: { values: readonly number[] }, b: { values: readonly number[] }): number {
  for (let k = 0; k < a.values.length; k++) if (a.values[k] !== b.values[k]) return a.values[k] - b.values[k];
  return 0;
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  let isBetter = false;
  for (let k = 0; k < a.length; k++) {
    if (a[k] > b[k]) return false;
    if (a[k] < b[k]) isBetter = true;
  }
  return isBetter;
}
