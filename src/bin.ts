#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads';

const argv = process.argv.slice(2);

// each thread loads only what it needs
if (isMainThread) {
  const { supervise } = await import('./program/supervise.ts');
  process.exitCode = await supervise(new URL(import.meta.url), argv);
} else {
  const { perform } = await import('./program/perform.ts');
  await perform(argv);
}
