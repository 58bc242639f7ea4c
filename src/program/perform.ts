import { parentPort, workerData } from 'node:worker_threads';
import { inOneDirection } from '../base/printable.ts';
import { main } from '../cli/main.ts';
import type { FromWork, Terminal } from './messages.ts';

export { alone } from './alone.ts';

/** Runs a command in this thread; what it prints goes to the thread that listens. */
export async function perform(argv: readonly string[]): Promise<void> {
  const listener = parentPort!;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  const tell = (message: FromWork) => listener.postMessage(message);
  const stop = new AbortController();
  listener.once('message', () => {
    tell({ kind: 'stopping' });
    stop.abort();
  });
  listener.unref();
  const { columns, interactive } = workerData as Terminal;
  const exitCode = await main(argv, {
    out: (text) => tell({ kind: 'out', text: inOneDirection(text) }),
    err: (text) => tell({ kind: 'err', text: inOneDirection(text) }),
    columns,
    interactive,
    get signal() {
      if (!stop.signal.aborted) tell({ kind: 'stopsItself' });
      return stop.signal;
    },
  });
  tell({ kind: 'end', exitCode });
}
