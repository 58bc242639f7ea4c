/** Times of repeated runs of one piece of work. */
export interface Measurement {
  readonly runs: number;
  readonly minimumMs: number;
  readonly medianMs: number;
}

/** Runs the work that many times after a few unmeasured runs, in which the compiler gets to know it. */
export async function measure(work: () => unknown, runs: number): Promise<Measurement> {
  for (let i = 0; i < runs / 4; i++) await work();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const result = work();
    if (result instanceof Promise) await result;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { runs, minimumMs: times[0], medianMs: times[Math.floor(runs / 2)] };
}
