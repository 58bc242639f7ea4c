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
 * Runs all steps, but lets the event loop have its turn every 40 ms, so that Ctrl-C is heard. Rejects with the reason of the signal once it is aborted.
 * The result does not depend on the time that it takes.
 */
export async function drainInterruptibly<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result> {
  for (let end = performance.now() + SLICE_MS; ; ) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    end = performance.now() + SLICE_MS;
  }
}
