/** Neighbours of x in an ascending list that spans it, and how far x lies between them on a log axis (0 at a grid point: taken exactly). */
export interface Bracket {
  readonly low: number;
  readonly high: number;
  readonly fraction: number;
}

/** The bracket of x in ascending `axis`; x must lie in [first, last]. */
export function bracketOf(axis: readonly number[], x: number): Bracket {
  const upper = axis.findIndex((value) => value >= x);
  const high = axis[upper];
  if (high === x) return { low: x, high: x, fraction: 0 };
  const low = axis[upper - 1];
  return { low, high, fraction: Math.log(x / low) / Math.log(high / low) };
}

/** The two neighbours on an ascending axis between which x lies; beyond an end its last two. */
export function segmentOf(axis: readonly number[], x: number): [low: number, high: number] {
  const above = axis.findIndex((value) => value >= x);
  const high = above < 0 ? axis.length - 1 : Math.max(1, above);
  return [axis[high - 1], axis[high]];
}

/** Straight line on log-log axes through (x0, y0) and (x1, y1); the ends are exact. */
export function logLog(x: number, x0: number, y0: number, x1: number, y1: number): number {
  if (x === x0) return y0;
  if (x === x1) return y1;
  return y0 * (y1 / y0) ** (Math.log(x / x0) / Math.log(x1 / x0));
}

/** x moved into [first, last] of an ascending axis. */
export function clampTo(axis: readonly number[], x: number): number {
  return Math.min(Math.max(x, axis[0]), axis.at(-1)!);
}
