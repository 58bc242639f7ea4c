import { isComparison } from '../csv/comparison-files.ts';
import { isSweepResult } from '../csv/sweep-files.ts';
import { machinesDocument } from '../machines/machines-document.ts';
import { marksOf } from '../records/marks.ts';
import { perInference } from '../records/per-inference.ts';
import type { Subject, SubjectKind } from '../records/subject.ts';
import { reproductionDocument } from '../reproduction/reproduction-document.ts';
import { withMachineNames } from '../sweeps/named-machines.ts';
import { capital } from '../text/human-names.ts';
import { comparisonDocument } from './comparison.ts';
import type { ReportDocument } from './document.ts';
import { ladderDocument } from './ladder.ts';
import { runDocument } from './run.ts';
import { sweepDocument } from './sweep.ts';
import { trainingDocument } from './training.ts';

/** Records that have a document. */
export const documentKinds = [
  'run',
  'ladder',
  'sweep',
  'comparison',
  'training',
  'machines',
  'reproduction',
] as const satisfies readonly SubjectKind[];

/**
 * The document of a record, or undefined for one that only charts can show.
 * @param most rows of a long table (default: what a page of paper holds)
 */
export function documentOf(subject: Subject, most?: number): ReportDocument | undefined {
  const document = bareDocument(subject, most);
  const { remark } = marksOf(subject);
  if (document === undefined || remark === undefined || subject.kind === 'machines') return document;
  // a table that is taken out of the page says it too
  const tables = document.tables.map((table) => ({ ...table, caption: `${table.caption} (${remark})` }));
  const remarks = document.remarks.includes(remark) ? document.remarks : [...document.remarks, `${capital(remark)}.`];
  return { ...document, tables, remarks };
}

function bareDocument({ kind, record }: Subject, most?: number): ReportDocument | undefined {
  if (kind === 'run') return runDocument(perInference(record));
  if (kind === 'ladder') return ladderDocument(record);
  if (kind === 'training') return trainingDocument(record);
  if (kind === 'machines') return machinesDocument(record);
  if (kind === 'reproduction') return reproductionDocument(record);
  if (kind === 'sweep' && isSweepResult(record)) return sweepDocument(withMachineNames(record), most);
  if (kind === 'comparison' && isComparison(record)) return comparisonDocument(withMachineNames(record), most);
  return undefined;
}
