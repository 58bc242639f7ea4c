#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads';

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
} else if (isMainThread) {
  const { supervise } = await import('./program/supervise.ts');
  process.exitCode = await supervise(new URL(import.meta.url), argv);
} else {
  const { perform } = await import('./program/perform.ts');
  await perform(argv);
}
