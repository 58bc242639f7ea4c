import type { Comparison } from '../../compare/comparison.ts';
import type { OutputFile } from '../files/write-files.ts';
import type { ComparisonRecord } from '../records/comparison-record.ts';
import { changesCsv, comparisonCsv } from './comparison-csv.ts';

/** The tables of a comparison; a record made for charts alone has none. */
export function comparisonFiles(record: ComparisonRecord): OutputFile[] {
  if (!isComparison(record)) return [];
  return [
    { name: 'differences.csv', content: comparisonCsv(record) },
    { name: 'changes.csv', content: changesCsv(record) },
  ];
}

/** Whether it is a whole comparison, not only what its chart reads. */
export function isComparison(record: object): record is Comparison {
  return 'changes' in record && 'rows' in record;
}
