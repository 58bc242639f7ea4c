import { Worker } from 'node:worker_threads';
import { THREAD_FLAGS } from '../node/thread-flags.ts';
import type { FromWork, Terminal } from './messages.ts';
import { errorOutput, type Output, output } from './outputs.ts';

const INTERRUPTIONS = ['SIGINT', 'SIGTERM'] as const;
const INTERRUPTED = 130;

/** A command that is writing files may finish that; one that computes is ended behind this time. */
const GRACE_MS = 300;

/** A command that stops by itself, and has heard that it should, may take so long. */
const STOPPING_MS = 2000;

const SHOW_CURSOR = '\x1b[?25h';

/**
 * Runs a command in a thread of its own and listens meanwhile, so that Ctrl-C and SIGTERM are heard while a file is read, a layer is simulated or a chart is
 * drawn: code that computes hears nothing. Resolves to the exit code.
 * @param program the module that performs the command when it is loaded in a thread
 */
export async function supervise(program: URL, argv: readonly string[]): Promise<number> {
  const terminal: Terminal = {
    // a terminal that does not know its width says 0
    columns: process.stdout.columns || undefined,
    interactive: process.stderr.isTTY ?? false,
  };
  const worker = new Worker(program, { argv: [...argv], workerData: terminal, ...THREAD_FLAGS });
  const [out, err] = [output(), errorOutput()];
  const code = await exitCodeOf(worker, out, err);
  void worker.terminate();
  return (await out.finish(err)) ? code : Math.max(code, 1);
}

/** Prints what the worker says until it ends or has to; a bug of it is thrown on, with its stack. */
function exitCodeOf(worker: Worker, out: Output, err: Output): Promise<number> {
  return new Promise((resolve, reject) => {
    let stopsItself = false;
    let interrupted = false;
    let deadline: NodeJS.Timeout | undefined;
    const end = () => {
      if (process.stderr.isTTY) err.write(SHOW_CURSOR);
      resolve(INTERRUPTED);
    };
    const endIn = (milliseconds: number) => {
      clearTimeout(deadline);
      deadline = setTimeout(end, milliseconds);
    };
    for (const name of INTERRUPTIONS)
      process.on(name, () => {
        if (interrupted) return;
        interrupted = true;
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
        worker.postMessage('stop');
        endIn(GRACE_MS);
      });
    worker.on('message', (message: FromWork) => {
      if (message.kind === 'out') out.write(message.text);
      else if (message.kind === 'err') err.write(message.text);
      else if (message.kind === 'stopsItself') stopsItself = true;
      else if (message.kind === 'end') resolve(interrupted ? INTERRUPTED : message.exitCode);
      else if (stopsItself) endIn(STOPPING_MS);
    });
    worker.on('error', reject);
    // without a word before: what it waited for never came, or its memory was used up
    worker.on('exit', (status) => resolve(interrupted ? INTERRUPTED : status));
  });
}
