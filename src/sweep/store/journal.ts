import crypto from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, readSync, writeSync } from 'node:fs';
import { fileError, readError } from '../../base/files/file-error.ts';
import { openRegular } from './regular-file.ts';

/**
 * An append-only file of JSON records, a line each, with a checksum in front: what was cut or damaged is seen and redone, never believed. The first record is
 * the head; the checksums of the others are made with it, so that no line of another journal is believed either.
 */
export interface Journal {
  /** Writes records at the end. Throws a UserError where the disk takes no more; what was written before stays good. */
  append(records: readonly unknown[]): void;
  close(): void;
}

/** The good records of a journal, in their order. */
export interface JournalRecords {
  readonly head: unknown;
  readonly records: readonly unknown[];
  /** What the checksums of its records are made with. */
  readonly key: string;
}

/**
 * Reads a journal; undefined where there is no file, or no good head in it. A damaged line costs only itself.
 * @throws UserError where the file cannot be read
 */
export function readJournal(file: string): JournalRecords | undefined {
  const records: unknown[] = [];
  let head: unknown;
  let key: string | undefined;
  // a loop that is left closes the file, whatever made it leave
  for (const line of linesOf(file)) {
    const record = recordIn(line, key ?? '');
    if (key !== undefined && record !== undefined) records.push(record);
    if (key !== undefined) continue;
    if (record === undefined) return undefined;
    head = record;
    key = checksum('', line.slice(line.indexOf(' ') + 1));
  }
  return key === undefined ? undefined : { head, records, key };
}

/** Opens a journal with good records to write at its end. */
export function continueJournal(file: string, { key }: JournalRecords): Journal {
  const descriptor = attempt(file, () => openRegular(file, 'append'));
  // A crash may have cut the last line: the next one must start on its own.
  if (!endsWithLine(descriptor)) attempt(file, () => writeSync(descriptor, '\n'));
  return journal(file, descriptor, key);
}

/** Starts a journal with this head; whatever the file held is gone. */
export function startJournal(file: string, head: unknown): Journal {
  const descriptor = attempt(file, () => openRegular(file, 'empty'));
  const json = JSON.stringify(head);
  const key = checksum('', json);
  attempt(file, () => writeAll(descriptor, `${key} ${json}\n`));
  return journal(file, descriptor, key);
}

function journal(file: string, descriptor: number, key: string): Journal {
  return {
    append(records) {
      if (records.length === 0) return;
      const lines = records.map((record) => {
        const text = JSON.stringify(record);
        return `${checksum(key, text)} ${text}\n`;
      });
      attempt(file, () => writeAll(descriptor, lines.join('')));
    },
    close() {
      attempt(file, () => fsyncSync(descriptor));
      closeSync(descriptor);
    },
  };
}

/** The record of a line, or undefined where its checksum is not that of its text. */
function recordIn(line: string, key: string): unknown {
  const split = line.indexOf(' ');
  const text = line.slice(split + 1);
  if (split < 0 || line.slice(0, split) !== checksum(key, text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a right checksum of what is no JSON: nobody wrote that in good faith
  }
}

function checksum(key: string, text: string): string {
  return sha256(key + text).slice(0, 16);
}

/** In one call where Node has it (20.12): a line is short, and what stands around its hash took longer. */
const sha256: (text: string) => string =
  (crypto.hash as typeof crypto.hash | undefined) === undefined
    ? (text) => crypto.createHash('sha256').update(text).digest('hex')
    : (text) => crypto.hash('sha256', text);

const CHUNK_BYTES = 1 << 20;

/** A line longer than this is none of ours. */
const LONGEST_LINE_BYTES = 1 << 28;

/** The lines of a file, read piece by piece: a journal may be longer than a string can be. */
function* linesOf(file: string): Generator<string> {
  let descriptor: number;
  try {
    descriptor = openRegular(file, 'read');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw readError(error, file);
  }
  try {
    let rest: Buffer[] = [];
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const bytes = chunk.subarray(0, readSync(descriptor, chunk));
      if (bytes.length === 0) break;
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; start = end + 1, end = bytes.indexOf(10, start)) {
        yield Buffer.concat([...rest, bytes.subarray(start, end)]).toString();
        rest = [];
      }
      rest.push(bytes.subarray(start));
      if (rest.length * CHUNK_BYTES > LONGEST_LINE_BYTES) rest = [];
    }
    if (rest.length > 0) yield Buffer.concat(rest).toString();
  } catch (error) {
    throw readError(error, file);
  } finally {
    closeSync(descriptor);
  }
}

function endsWithLine(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 10);
}

/** A short write (a disk that fills up) is tried again, so that it ends in an error and not in a half line. */
function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fileError(error, file);
  }
}
