import type { PlannedPoint } from '../plan/plan-sweep.ts';

/** Points that share a network and the weights as they are stored (passes `ofWeights`) one behind the other, in the order in which they first occur: what is stored takes most memory. */
export function grouped(points: readonly PlannedPoint[], ofWeights: readonly string[]): readonly PlannedPoint[] {
  const storedKey = ({ keys }: PlannedPoint) => ofWeights.map((pass) => keys?.[pass] ?? '').join();
  const networks = ranks(points.map(({ network }) => network.key));
  const stored = ranks(points.map(storedKey));
  const order = (point: PlannedPoint) =>
    networks.get(point.network.key)! * points.length + stored.get(storedKey(point))!;
  return points.toSorted((a, b) => order(a) - order(b) || a.index - b.index);
}

/** Different keys, numbered as they first occur. */
function ranks(keys: readonly string[]): Map<string, number> {
  return new Map([...new Set(keys)].map((key, rank) => [key, rank]));
}

/** How many points need something, counted down as they are done. */
export interface Countdown {
  /** One point with that key is done; true where it was the last. */
  readonly done: (key: string) => boolean;
}

export function countdown(keys: readonly string[]): Countdown {
  const left = new Map<string, number>();
  for (const key of keys) left.set(key, (left.get(key) ?? 0) + 1);
  return {
    done(key) {
      const now = left.get(key)! - 1;
      left.set(key, now);
      return now === 0;
    },
  };
}
