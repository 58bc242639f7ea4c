import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const BIN = resolve('build/src/bin.js');

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the program as a process of its own, perhaps under a limit of the shell. */
export function start(
  folder: string,
  argv: readonly string[],
  limit = '',
): { process: ChildProcess; finished: Promise<Finished> } {
  const command = `${limit} exec "$0" "$@"`;
  const child = spawn('bash', ['-c', command, process.execPath, BIN, ...argv], { cwd: folder });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  const finished = new Promise<Finished>((done) => child.on('close', (code) => done({ code, out, err })));
  return { process: child, finished };
}

export function program(folder: string, ...argv: string[]): Promise<Finished> {
  return start(folder, argv).finished;
}

/** Waits until a file has so many lines; false where that never comes. */
export async function hasLines(file: string, lines: number): Promise<boolean> {
  for (let tries = 0; tries < 1000; tries++) {
    if (existsSync(file) && readFileSync(file, 'utf8').split('\n').length > lines) return true;
    await setTimeout(20);
  }
  return false;
}
