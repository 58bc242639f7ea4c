#!/usr/bin/env node
import { main } from './cli/main.ts';

const INTERRUPTIONS = ['SIGINT', 'SIGTERM'] as const;

let interruption: AbortController | undefined;

/**
 * Aborted by the first Ctrl-C or SIGTERM; the next one ends the program at once. Signals are caught only for a command that asks for this: any other one is
 * ended by the system, however busy it is.
 */
function interruptionSignal(): AbortSignal {
  if (interruption !== undefined) return interruption.signal;
  const controller = new AbortController();
  const stop = () => {
    for (const name of INTERRUPTIONS) process.off(name, stop);
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
