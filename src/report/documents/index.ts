import { isComparison } from '../csv/comparison-files.ts';
import { isSweepResult } from '../csv/sweep-files.ts';
import { machinesDocument } from '../machines/machines-document.ts';
import { perInference } from '../records/per-inference.ts';
import type { Subject, SubjectKind } from '../records/subject.ts';
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
] as const satisfies readonly SubjectKind[];

/**
 * The document of a record, or undefined for one that only charts can show.
 * @param most rows of a long table (default: what a page of paper holds)
 */
export function documentOf({ kind, record }: Subject, most?: number): ReportDocument | undefined {
  if (kind === 'run') return runDocument(perInference(record));
  if (kind === 'ladder') return ladderDocument(record);
  if (kind === 'training') return trainingDocument(record);
  if (kind === 'machines') return machinesDocument(record);
  if (kind === 'sweep' && isSweepResult(record)) return sweepDocument(record, most);
  if (kind === 'comparison' && isComparison(record)) return comparisonDocument(record, most);
  return undefined;
}
