import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { fileError } from '../../base/file-error.ts';

/** An append-only file of JSON records, a line each, with a checksum in front: what was cut or damaged is seen and redone, never believed. */
export interface Journal {
  /** Writes records at the end. Throws a UserError where the disk takes no more; what was written before stays good. */
  append(records: readonly unknown[]): void;
  close(): void;
}

/** The good records of a journal, in their order; none where there is no file. Reading stops at nothing: a damaged line costs only itself. */
export function readJournal(file: string): unknown[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const split = line.indexOf(' ');
    if (split < 0 || line.slice(0, split) !== checksum(line.slice(split + 1))) return [];
    return [JSON.parse(line.slice(split + 1)) as unknown];
  });
}

/** Opens a journal to write at its end; a fresh one starts empty. */
export function openJournal(file: string, fresh: boolean): Journal {
  const descriptor = attempt(file, () => openSync(file, fresh ? 'w' : 'a+'));
  // A crash may have cut the last line: the next one must start on its own.
  if (!fresh && lastByte(file) !== '\n') attempt(file, () => writeSync(descriptor, '\n'));
  return {
    append(records) {
      if (records.length === 0) return;
      const text = records.map(lineOf).join('');
      attempt(file, () => writeAll(descriptor, text));
    },
    close() {
      attempt(file, () => fsyncSync(descriptor));
      closeSync(descriptor);
    },
  };
}

function lineOf(record: unknown): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function lastByte(file: string): string {
  const text = readFileSync(file, 'utf8');
  return text === '' ? '\n' : text.at(-1)!;
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
