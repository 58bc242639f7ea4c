import { UserError } from '../../base/user-error.ts';
import type { RunResult } from '../../run/result.ts';

/** The records that charts can draw, by kind. */
export interface Subjects {
  readonly run: RunResult;
}

export type SubjectKind = keyof Subjects;

/** A record with its kind. */
export type Subject = { [K in SubjectKind]: { readonly kind: K; readonly record: Subjects[K] } }[SubjectKind];

/**
 * Tells what kind of record this is by its shape.
 * @throws UserError when it is none that we know
 */
export function subjectOf(record: unknown): Subject {
  const fields = typeof record === 'object' && record !== null ? record : {};
  if ('layers' in fields && 'totals' in fields && 'energyTable' in fields)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- told by its shape
    return { kind: 'run', record: fields as unknown as RunResult };
  throw UserError.at({}, 'expected a result record (with layers, totals and energyTable), found none', 'RESULT_KIND');
}
