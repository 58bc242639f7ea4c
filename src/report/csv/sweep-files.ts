import type { SweepResult } from '../../sweep/sweep-result.ts';
import type { OutputFile } from '../files/write-files.ts';
import type { SweepRecord } from '../records/sweep-record.ts';
import { pointLayersCsv, pointsCsv, seedsCsv, sensitivityCsv } from './points-csv.ts';

/** The tables of a sweep; a record made for charts alone has none. */
export function sweepFiles(record: SweepRecord): OutputFile[] {
  if (!isSweepResult(record)) return [];
  return [
    { name: 'points.csv', content: pointsCsv(record) },
    { name: 'sensitivity.csv', content: sensitivityCsv(record) },
    ...(record.points.some(({ layers }) => layers !== undefined)
      ? [{ name: 'layers.csv', content: pointLayersCsv(record) }]
      : []),
    ...(record.seedSpread === undefined ? [] : [{ name: 'seeds.csv', content: seedsCsv(record) }]),
  ];
}

/** Whether it is the whole result of a sweep, not only what charts read. */
export function isSweepResult(record: object): record is SweepResult {
  return 'sensitivity' in record && 'points' in record;
}
