/** A long computation in steps: it may be interrupted wherever it yields. */
export type Steps<Result> = Generator<void, Result>;

/** Longest time without a look at the signal. */
const SLICE_MS = 40;

/** Runs all steps without a pause. */
export function drain<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/**
 * Runs all steps with a pause whenever so many milliseconds have passed; where the pause says that nobody waits for them any more they are ended, and what they
 * hold for the time of their work is given back.
 * @returns undefined where they were ended
 */
export async function drainInSlices<Result>(
  steps: Steps<Result>,
  sliceMs: number,
  pause: () => Promise<boolean>,
): Promise<Result | undefined> {
  for (let end = performance.now() + sliceMs; ; ) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() < end) continue;
    if (await pause()) {
      steps.return({} as Result);
      return undefined;
    }
    end = performance.now() + sliceMs;
  }
}

/**
 * Runs all steps, but lets the event loop have its turn every 40 ms, so that Ctrl-C is heard. Rejects with the reason of the signal once it is aborted.
 * The result does not depend on the time that it takes.
 */
export async function drainInterruptibly<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result> {
  const result = await drainInSlices(steps, SLICE_MS, async () => {
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    return false;
  });
  return result as Result;
}
