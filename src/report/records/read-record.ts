import { checkRecord } from '../../compare/check-record.ts';
import { storedRecord } from '../../compare/stored-record.ts';
import { RECORD_FILES } from '../files/record-files.ts';
import { subjectOf } from './subject.ts';

/**
 * The record in a folder that --out wrote, or in a file (also one of `--json`): of run, sweep, ladder, machines, compare, compress or reproduce.
 * @throws UserError where there is none, it is cut off, or it holds something else
 */
export function readRecord(path: string): unknown {
  const { file, record } = storedRecord(path, RECORD_FILES);
  checkRecord(record, subjectOf(record, file).kind, file);
  return record;
}
