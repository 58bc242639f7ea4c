/** A seeded stream of unsigned 32-bit integers (mulberry32): the same seed gives the same stream on every machine. */
export type RandomStream = () => number;

/** What each draw adds to the state: that of a stream is its seed at first. */
const STEP = 0x6d2b79f5;

/** The state behind some draws: randomStream goes on from there. */
export function stateAfter(seed: number, draws: number): number {
  return (seed + Math.imul(draws, STEP)) >>> 0;
}

/** A stream of which is known where it stands. */
export function tracedStream(seed: number): { readonly next: RandomStream; readonly state: () => number } {
  const stream = randomStream(seed);
  let draws = 0;
  const next = () => {
    draws++;
    return stream();
  };
  return { next, state: () => stateAfter(seed, draws) };
}

/** mulberry32 (Tommy Ettinger, public domain): full period 2^32, integers only. */
export function randomStream(seed: number): RandomStream {
  let state = seed >>> 0;
  return () => {
    state = (state + STEP) >>> 0;
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
