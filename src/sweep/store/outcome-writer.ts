import type { Outcome } from './outcome.ts';
import type { SweepFolder } from './sweep-folder.ts';

/** Finished points reach the disk in packets, at most this long after they finished: thousands of quick points are not thousands of writes. */
const WRITE_MS = 100;

/** Nor do more than these wait: what waits for long costs the garbage collector more than a write. */
const PACKET = 256;

export interface OutcomeWriter {
  write(outcome: Outcome): void;
  /** Writes what is waiting. */
  flush(): void;
  /** The same for good. Throws where the disk took something no more, now or before. */
  close(): void;
}

/**
 * Writes outcomes into a folder, each packet once `check` finds nothing wrong with what it was made of. `onError` hears at once of such a fault, or that the
 * disk takes no more; close throws the reason.
 */
export function outcomeWriter(store: SweepFolder | undefined, check: () => void, onError: () => void): OutcomeWriter {
  let waiting: Outcome[] = [];
  let timer: NodeJS.Timeout | undefined;
  let failure: { readonly error: unknown } | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const packet = waiting;
    waiting = [];
    try {
      if (failure !== undefined) return;
      check();
      store?.record(packet);
    } catch (error) {
      failure = { error };
      onError();
    }
  };
  return {
    write(outcome) {
      waiting.push(outcome);
      if (waiting.length === PACKET) flush();
      else timer ??= setTimeout(flush, WRITE_MS);
    },
    flush,
    close() {
      flush();
      if (failure !== undefined) throw failure.error;
    },
  };
}
