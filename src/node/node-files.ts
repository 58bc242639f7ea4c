import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type FilePart, type Files, FileUnreadable, type Found } from '../base/files/files.ts';
import { memory } from './memory.ts';
import { packageRoot } from './package-root.ts';

/** The files of this computer. Read at once, not by promises: the 130 small files of an EIE dump would take ten times as long. */
export const nodeFiles: Files = {
  get workingFolder() {
    return withSlashes(process.cwd());
  },
  get builtIn() {
    return withSlashes(join(packageRoot(), 'configs'));
  },
  get memory() {
    return memory();
  },
  find: (path) => ifThere(() => found(path)),
  list: (folder) => ifThere(() => readdirSync(folder)) ?? [],
  read: (path, part) => {
    try {
      return part === undefined ? readFileSync(path) : readPart(path, part);
    } catch (error) {
      throw new FileUnreadable((error as NodeJS.ErrnoException).code ?? 'unknown cause');
    }
  },
  real: (path) => ifThere(() => withSlashes(realpathSync(path))),
};

function found(path: string): Found {
  const status = statSync(path);
  return { kind: status.isFile() ? 'file' : status.isDirectory() ? 'folder' : 'other', bytes: status.size };
}

/** Node reads at most so much at once. */
const LARGEST_READ_BYTES = 2 ** 30;

function readPart(
  path: string,
  { from, length, into: bytes = new Uint8Array(length) }: FilePart,
): Uint8Array<ArrayBuffer> {
  const handle = openSync(path, 'r');
  try {
    let done = 0;
    for (let got = -1; done < length && got !== 0; done += got)
      got = readSync(handle, bytes, done, Math.min(length - done, LARGEST_READ_BYTES), from + done);
    return bytes.subarray(0, done);
  } finally {
    closeSync(handle);
  }
}

function ifThere<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function withSlashes(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
