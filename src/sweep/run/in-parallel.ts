import { setImmediate } from 'node:timers/promises';

/** Items after which the event loop gets a turn, so that an interruption is heard. */
const TURN = 32;

/** At most `inFlight` at a time, in order; none is begun once the signal has come, and those under way are not waited for. */
export async function inParallel<T>(
  items: readonly T[],
  inFlight: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void> | undefined,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length && !signal.aborted) {
      const item = items[next++];
      if (next % TURN === 0) await setImmediate();
      const pending = work(item);
      if (pending !== undefined) await pending;
    }
  };
  const lanes = Promise.all(Array.from({ length: Math.min(inFlight, items.length) }, lane));
  lanes.catch(() => undefined); // after an interruption nobody waits for the lanes
  await Promise.race([lanes, aborted(signal)]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
