import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../../base/user-error.ts';
import type { RunResult } from '../../run/result.ts';
import type { SweepResult } from '../sweep-result.ts';

/** A result as written by --out. */
export type StoredResult =
  | { readonly kind: 'run'; readonly name: string; readonly record: RunResult }
  | { readonly kind: 'sweep'; readonly name: string; readonly record: SweepResult };

const FILES = ['result.json', 'sweep.json'];

/**
 * Reads the result in a folder of `run` or `sweep`, or a result file itself.
 * @throws UserError where there is none, or it is cut off
 */
export function readResult(path: string): StoredResult {
  const file = fileOf(path);
  const record = parse(file);
  const name = basename(resolve(path)).replace(/\.json$/, '');
  if (has(record, 'totals', 'layers', 'hardware')) return { kind: 'run', name, record: record as unknown as RunResult };
  if (has(record, 'points', 'axes', 'metrics'))
    return { kind: 'sweep', name, record: record as unknown as SweepResult };
  throw UserError.at({ file }, 'expected the result of a run or a sweep, found another record', 'RESULT_KIND');
}

function fileOf(path: string): string {
  if (!existsSync(path)) throw UserError.at({ file: path }, 'no such file or folder', 'NO_SUCH_FILE');
  if (!statSync(path).isDirectory()) return path;
  const found = FILES.map((name) => join(path, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  const journal = existsSync(join(path, 'points.journal'));
  const hint = journal ? 'an unfinished sweep; run it again to finish it' : 'neither';
  throw UserError.at({ file: path }, `expected ${FILES.join(' or ')} in the folder, found ${hint}`, 'RESULT_MISSING');
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

function has(record: object, ...keys: readonly string[]): boolean {
  return keys.every((key) => key in record);
}
