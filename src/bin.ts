#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads';
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

/** Whether nothing is done but to say what could be: such an answer needs no thread of its own. */
function asksForHelp(): boolean {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return ['--help', '--version', '--get-yargs-completions'].some((word) => words.includes(word));
}

// each thread loads only what it needs
if (!hasWorkingFolder()) {
  process.stderr.write('picojoule: the working folder does not exist any more; change to another one\n');
  process.exitCode = 1;
} else if (isMainThread && asksForHelp()) {
  const { explain } = await import('./program/explain.ts');
  process.exitCode = await explain(argv);
} else if (isMainThread) {
  process.exitCode = await supervise(new URL(import.meta.url), argv);
} else {
  const { perform } = await import('./program/perform.ts');
  await perform(argv);
}
