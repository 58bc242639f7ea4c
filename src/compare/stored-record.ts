import { closeSync, existsSync, fstatSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readError } from '../base/files/file-error.ts';
import { UserError } from '../base/user-error.ts';
import { openRegular } from '../sweep/store/regular-file.ts';

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
  const holds = (name: string) => existsSync(join(path, name));
  const hint = holds('points.journal')
    ? 'an unfinished sweep; run it again to finish it'
    : holds('result.md')
      ? 'only tables and charts of one; the command in result.md writes it'
      : names.length === 2
        ? 'neither'
        : 'none of them';
  throw UserError.at({ file: path }, `expected ${names.join(' or ')} in the folder, found ${hint}`, 'RESULT_MISSING');
}

function parse(file: string): Readonly<Record<string, unknown>> {
  const text = textIn(file);
  if (isDeep(text)) throw UserError.at({ file }, `expected a record, found groups ${DEEPEST} deep`, 'RESULT_SYNTAX');
  try {
    const record: unknown = JSON.parse(text);
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

/** V8 holds no much longer string. */
const LARGEST_BYTES = 500_000_000;

function textIn(file: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openRegular(file, 'read');
    const { size } = fstatSync(descriptor);
    if (size > LARGEST_BYTES)
      throw UserError.at({ file }, `${size} bytes, a record has at most ${LARGEST_BYTES}`, 'FILE_TOO_LARGE');
    return readFileSync(descriptor, 'utf8');
  } catch (error) {
    throw readError(error, file);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** No record of ours has so many groups inside each other; what walks a record walks no deeper. */
const DEEPEST = 64;

/** Whether groups or lists lie deeper inside each other; brackets in texts do not count. */
function isDeep(text: string): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inText) {
      if (character === '\\') at++;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}
