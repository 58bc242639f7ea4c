/** A seeded stream of unsigned 32-bit integers (mulberry32): the same seed gives the same stream on every machine. */
export type RandomStream = () => number;

/** mulberry32 (Tommy Ettinger, public domain): full period 2^32, integers only. */
export function randomStream(seed: number): RandomStream {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/** A whole number from 0 to bound - 1 (bound up to 2^26), from one draw, by multiplication (no modulo bias worth naming: < bound / 2^32). */
export function randomBelow(next: RandomStream, bound: number): number {
  return Math.floor((next() * bound) / 4294967296);
}
