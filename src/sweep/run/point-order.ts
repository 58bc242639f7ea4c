import type { PlannedPoint } from '../plan/plan-sweep.ts';

/** Points with equal keys share their encoded weights. */
export function encodeKey({ keys }: PlannedPoint): string {
  return keys?.encode ?? '';
}

/** Points that share a network and encoded weights one behind the other, in the order in which they first occur. */
export function grouped(points: readonly PlannedPoint[]): readonly PlannedPoint[] {
  const networks = ranks(points.map(({ network }) => network.key));
  const encodings = ranks(points.map(encodeKey));
  const order = (point: PlannedPoint) =>
    networks.get(point.network.key)! * points.length + encodings.get(encodeKey(point))!;
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
