#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads';
import { asksForHelp, needsListener } from './program/listener.ts';
import { optimiseLate } from './program/optimise-late.ts';
import { supervise } from './program/supervise.ts';

const argv = process.argv.slice(2);

/** Every path starts from the working folder. Where that was deleted, no module that asks for it can even be loaded. */
function hasWorkingFolder(): boolean {
  try {
    return process.cwd() !== '';
  } catch {
    return false;
  }
}

// each thread loads only what it needs
if (!hasWorkingFolder()) {
  process.stderr.write('picojoule: the working folder does not exist any more; change to another one\n');
  process.exitCode = 1;
} else if (!isMainThread) {
  const { perform } = await import('./program/perform.ts');
  await perform(argv);
} else if (asksForHelp(argv)) {
  const { alone } = await import('./program/alone.ts');
  process.exitCode = await alone(argv);
} else {
  await optimiseLate();
  if (needsListener(argv, process.stderr.isTTY ?? false, process.pid)) {
    process.exitCode = await supervise(new URL(import.meta.url), argv);
  } else {
    const { alone } = await import('./program/perform.ts');
    process.exitCode = await alone(argv);
  }
}
