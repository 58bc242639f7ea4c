import { parentPort, workerData } from 'node:worker_threads';
import { inert, inOneDirection } from '../base/printable.ts';
import type { Io } from '../cli/command.ts';
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
  const io: Io = {
    out: (text) => tell({ kind: 'out', text: inert(text) }),
    err: (text) => tell({ kind: 'err', text: inOneDirection(text) }),
    columns,
    interactive,
    get signal() {
      if (!stop.signal.aborted) tell({ kind: 'stopsItself' });
      return stop.signal;
    },
  };
  try {
    tell({ kind: 'end', exitCode: await main(argv, io) });
  } catch (error) {
    // a command that gives up with the reason of its signal has done what it was asked to; the listener knows its exit code
    if (error !== stop.signal.reason) throw error;
    tell({ kind: 'end', exitCode: 0 });
  }
}
