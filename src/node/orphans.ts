import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whoever writes a file takes no longer: on a shared disk its process may run on another machine, where its number says nothing. */
const WRITING_MS = 60_000;

/**
 * Removes files that a killed process left half-written: those whose name holds the number of a process (first group of the pattern) that is gone, and that
 * nobody has written to for a minute.
 */
export function removeOrphans(folder: string, pattern: RegExp): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = pattern.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const file = join(folder, name);
    try {
      if (Date.now() - statSync(file).mtimeMs > WRITING_MS) rmSync(file);
    } catch {
      // somebody else was quicker, or it may not be removed: it harms nobody
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
