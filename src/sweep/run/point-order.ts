import type { SweepPlan } from '../plan/plan-sweep.ts';

/** Points that share a network and the weights as they are stored one behind the other, in the order in which they first occur: what is stored takes most memory. */
export function grouped({ kinds, kindOf, ofWeights }: SweepPlan, points: readonly number[]): readonly number[] {
  const networks = ranks(points.map((point) => kinds[kindOf[point]].network.key));
  const storedKeys = kinds.map(({ keys }) => ofWeights.map((pass) => keys?.[pass] ?? '').join());
  const stored = ranks(points.map((point) => storedKeys[kindOf[point]]));
  const order = kinds.map(
    ({ network }, kind) => (networks.get(network.key) ?? 0) * points.length + (stored.get(storedKeys[kind]) ?? 0),
  );
  return points.toSorted((a, b) => order[kindOf[a]] - order[kindOf[b]] || a - b);
}

/** Different keys, numbered as they first occur. */
function ranks(keys: readonly string[]): Map<string, number> {
  return new Map([...new Set(keys)].map((key, rank) => [key, rank]));
}

/** How many need something, counted down as they are done. */
export interface Countdown<Key> {
  /** One with that key is done; true where it was the last. */
  readonly done: (key: Key) => boolean;
}

export function countdown<Key>(keys: Iterable<Key>): Countdown<Key> {
  const left = new Map<Key, number>();
  for (const key of keys) left.set(key, (left.get(key) ?? 0) + 1);
  return {
    done(key) {
      const now = left.get(key)! - 1;
      left.set(key, now);
      return now === 0;
    },
  };
}
