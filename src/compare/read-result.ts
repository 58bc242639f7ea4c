import { basename, resolve } from 'node:path';
import { UserError } from '../base/user-error.ts';
import type { RunResult } from '../run/result.ts';
import type { SweepResult } from '../sweep/sweep-result.ts';
import { checkRecord } from './check-record.ts';
import { storedRecord } from './stored-record.ts';

/** A result as written by --out. */
export type StoredResult =
  | { readonly kind: 'run'; readonly name: string; readonly record: RunResult }
  | { readonly kind: 'sweep'; readonly name: string; readonly record: SweepResult };

/**
 * Reads the result in a folder of `run` or `sweep`, or a result file itself.
 * @throws UserError where there is none, it is cut off, or it lacks what is compared
 */
export function readResult(path: string): StoredResult {
  const { file, record } = storedRecord(path, ['result.json', 'sweep.json']);
  const name = basename(resolve(path)).replace(/\.json$/, '');
  if (has(record, 'totals', 'layers', 'hardware')) {
    checkRecord(record, 'run', file);
    return { kind: 'run', name, record: record as unknown as RunResult };
  }
  if (has(record, 'points', 'axes', 'metrics')) {
    checkRecord(record, 'comparedSweep', file);
    return { kind: 'sweep', name, record: record as unknown as SweepResult };
  }
  throw UserError.at({ file }, 'expected the result of a run or a sweep, found another record', 'RESULT_KIND');
}

function has(record: object, ...keys: readonly string[]): boolean {
  return keys.every((key) => key in record);
}
