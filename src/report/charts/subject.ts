import { UserError } from '../../base/user-error.ts';
import type { LadderResult } from '../../run/ladder-result.ts';
import type { RunResult } from '../../run/result.ts';
import type { ComparisonRecord } from './comparison-record.ts';
import type { CompressionRecord } from './compression-record.ts';
import type { NumberFormatsRecord } from './number-formats-record.ts';
import type { OperationCostsRecord } from './operation-costs-record.ts';
import type { SweepRecord } from './sweep-record.ts';

/** The records that charts can draw, by kind. */
export interface Subjects {
  readonly run: RunResult;
  readonly sweep: SweepRecord;
  readonly comparison: ComparisonRecord;
  readonly ladder: LadderResult;
  readonly operationCosts: OperationCostsRecord;
  readonly numberFormats: NumberFormatsRecord;
  readonly compression: CompressionRecord;
}

export type SubjectKind = keyof Subjects;

/** A record with its kind. */
export type Subject = { [K in SubjectKind]: { readonly kind: K; readonly record: Subjects[K] } }[SubjectKind];

/** Fields by which a record without a kind of its own is told. */
const kinds: Readonly<Record<SubjectKind, readonly string[]>> = {
  run: ['layers', 'totals', 'energyTable'],
  sweep: ['axes', 'metrics', 'points'],
  comparison: ['names', 'rows'],
  ladder: ['rungs'],
  operationCosts: ['operations'],
  numberFormats: ['formats'],
  compression: ['network', 'layers'],
};

/**
 * Tells what kind of record this is by its fields.
 * @throws UserError when it is none that we know
 */
export function subjectOf(record: unknown): Subject {
  const fields = typeof record === 'object' && record !== null ? record : {};
  for (const [kind, names] of Object.entries(kinds)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- told by its fields
    if (names.every((name) => name in fields)) return { kind, record: fields } as unknown as Subject;
  }
  const known = Object.entries(kinds).map(([kind, names]) => `${kind} (${names.join(', ')})`);
  throw UserError.at({}, `no record that charts can draw; known: ${known.join('; ')}`, 'RESULT_KIND');
}
