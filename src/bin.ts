#!/usr/bin/env node
import { main } from './cli/main.ts';

const interruption = new AbortController();

process.once('SIGINT', () => {
  interruption.abort();
  process.exitCode = 130;
});
// a closed pipe (`picojoule run | head`) ends the program quietly
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  columns: process.stdout.columns,
  interactive: process.stderr.isTTY ?? false,
  signal: interruption.signal,
});
