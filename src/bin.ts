#!/usr/bin/env node
import { main } from './cli/main.ts';

const INTERRUPTIONS = ['SIGINT', 'SIGTERM'] as const;

let interruption: AbortController | undefined;

/** Stopping cleanly takes no longer; until then further signals (an impatient second Ctrl-C) change nothing. */
const STOPPING_MS = 2000;

/**
 * Aborted by the first Ctrl-C or SIGTERM; one that comes when stopping has taken too long ends the program at once. Signals are caught only for a command that
 * asks for this: any other one is ended by the system, however busy it is.
 */
function interruptionSignal(): AbortSignal {
  if (interruption !== undefined) return interruption.signal;
  const controller = new AbortController();
  let since = 0;
  const stop = () => {
    if (controller.signal.aborted && performance.now() - since > STOPPING_MS) process.exit(130);
    since ||= performance.now();
    controller.abort();
  };
  for (const name of INTERRUPTIONS) process.on(name, stop);
  interruption = controller;
  return controller.signal;
}

// a closed pipe (`picojoule run | head`) ends the program quietly
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  // a terminal that does not know its width says 0
  columns: process.stdout.columns || undefined,
  interactive: process.stderr.isTTY ?? false,
  get signal() {
    return interruptionSignal();
  },
});
