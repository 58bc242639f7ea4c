import type { Memory } from '../budget.ts';
import { UserError } from '../user-error.ts';
import { relative, resolve } from './path.ts';

/** What lies at a path. */
export interface Found {
  readonly kind: 'file' | 'folder' | 'other';
  readonly bytes: number;
}

/** The `length` bytes of a file behind byte `from`, or those of them that it has. */
export interface FilePart {
  readonly from: number;
  readonly length: number;
  /** A block of that length to read into, instead of a new one. */
  readonly into?: Uint8Array<ArrayBuffer>;
}

/** The door to files: all that reads any gets one passed in (node/node-files.ts is that of this computer, memoryFiles one of data). Paths have `/` between names. */
export interface Files {
  /** Absolute path of the working folder; relative paths start there. */
  readonly workingFolder: string;
  /** Absolute path of the folder of the built-in configs, with hardware/, networks/, energy/ and sweeps/ in it. */
  readonly builtIn: string;
  /** What lies at a path; undefined where nothing does, or nothing that may be seen. */
  readonly find: (path: string) => Found | undefined;
  /** Names in a folder, in no particular order; none where there is no such folder. */
  readonly list: (folder: string) => readonly string[];
  /** A file, or a part of it. Throws FileUnreadable. */
  readonly read: (path: string, part?: FilePart) => Uint8Array<ArrayBuffer>;
  /** Memory for what is read; what is not known sets no limit. */
  readonly memory?: Memory;
  /** The path with all links followed; undefined where nothing lies there. */
  readonly real: (path: string) => string | undefined;
}

/** Why a file cannot be read, as operating systems call it: ENOENT, EACCES, EISDIR, ... */
export class FileUnreadable extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`cannot be read (${code})${code === 'ENOENT' ? ': no such file' : ''}`);
    this.name = 'FileUnreadable';
    this.code = code;
  }
}

/**
 * Files that are data: path (from the root `/`, which is the working folder) -> text or bytes. Built-in configs are those below `configs/`.
 */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): Files {
  const files = new Map(Object.entries(contents).map(([path, content]) => [resolve('/', path), asBytes(content)]));
  const below = (folder: string): string[] =>
    [...files.keys()].map((path) => relative(resolve('/', folder), path)).filter((path) => !path.startsWith('..'));
  const find: Files['find'] = (path) => {
    const content = files.get(resolve('/', path));
    if (content !== undefined) return { kind: 'file', bytes: content.length };
    return below(path).length > 0 ? { kind: 'folder', bytes: 0 } : undefined;
  };
  return {
    workingFolder: '/',
    builtIn: '/configs',
    find,
    list: (folder) => [...new Set(below(folder).map((path) => path.split('/')[0]))].filter((name) => name !== ''),
    read: (path, part) => {
      const content = files.get(resolve('/', path));
      if (content === undefined) throw new FileUnreadable(find(path) === undefined ? 'ENOENT' : 'EISDIR');
      if (part === undefined) return content.slice();
      const { from, length, into = new Uint8Array(length) } = part;
      const bytes = content.subarray(from, from + length);
      into.set(bytes);
      return into.subarray(0, bytes.length);
    },
    real: (path) => (find(path) === undefined ? undefined : resolve('/', path)),
  };
}

/** Where there is no file. */
export const NO_FILES = memoryFiles({});

function asBytes(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
}

/** A whole file for a user who asked for it: what cannot be read is the user's matter. */
export function readOrThrow(files: Files, path: string, code: string): Uint8Array<ArrayBuffer> {
  try {
    return files.read(path);
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error;
    throw UserError.at({ file: path }, error.message, code);
  }
}
