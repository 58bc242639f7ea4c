import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/user-error.ts';

/** A record as it stands in a file, before anyone looked at its fields. */
export interface StoredRecord {
  readonly file: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/**
 * Reads the record file itself, or the first of `names` that a folder holds.
 * @throws UserError where there is none, or it is cut off
 */
export function storedRecord(path: string, names: readonly string[]): StoredRecord {
  const file = fileOf(path, names);
  return { file, record: parse(file) };
}

function fileOf(path: string, names: readonly string[]): string {
  if (!existsSync(path)) throw UserError.at({ file: path }, 'no such file or folder', 'NO_SUCH_FILE');
  if (!statSync(path).isDirectory()) return path;
  const found = names.map((name) => join(path, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  const journal = existsSync(join(path, 'points.journal'));
  const hint = journal
    ? 'an unfinished sweep; run it again to finish it'
    : names.length === 2
      ? 'neither'
      : 'none of them';
  throw UserError.at({ file: path }, `expected ${names.join(' or ')} in the folder, found ${hint}`, 'RESULT_MISSING');
}

function parse(file: string): Readonly<Record<string, unknown>> {
  try {
    const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof record === 'object' && record !== null) return record as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw UserError.at(
    { file },
    'expected a JSON record, found a file that is cut off or is something else',
    'RESULT_SYNTAX',
  );
}
