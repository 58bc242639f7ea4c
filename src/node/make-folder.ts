import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and the ones above it that are missing. Node's own recursive mkdir does not end on file systems that answer a new folder with "no such file"
 * (Linux /proc), so each is made by itself.
 * @throws the error of the system for the first one that cannot be made, or a file in its place
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let above = resolve(folder);
  for (; !existsSync(above) && dirname(above) !== above; above = dirname(above)) missing.unshift(above);
  if (missing.length === 0) missing.push(resolve(folder));
  for (const one of missing) makeOne(one);
}

/** One that is there already, perhaps made by another process meanwhile, is no error; a file is. */
function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!isFolder(error, folder)) throw error;
  }
}

function isFolder(error: unknown, folder: string): boolean {
  return (error as NodeJS.ErrnoException).code === 'EEXIST' && existsSync(`${folder}/.`);
}
