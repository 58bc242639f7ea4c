import { UserError } from '../../base/user-error.ts';
import type { Timeline } from '../../machines/timeline.ts';
import type { ReproductionResult } from '../../reproduce/record.ts';
import type { LadderResult } from '../../run/ladder/ladder-result.ts';
import type { MachinesResult } from '../../run/machines/machines-result.ts';
import type { RunResult } from '../../run/result.ts';
import type { TrainingResult } from '../../train/run/training-result.ts';
import type { ComparisonRecord } from './comparison-record.ts';
import type { CompressionRecord } from './compression-record.ts';
import type { NumberFormatsRecord } from './number-formats.ts';
import type { OperationCostsRecord } from './operation-costs.ts';
import type { SweepRecord } from './sweep-record.ts';
import type { WeightFormatsRecord } from './weight-formats.ts';

/** The records that charts can draw, by kind. */
export interface Subjects {
  readonly run: RunResult;
  readonly sweep: SweepRecord;
  readonly comparison: ComparisonRecord;
  readonly ladder: LadderResult;
  readonly machines: MachinesResult;
  readonly operationCosts: OperationCostsRecord;
  readonly numberFormats: NumberFormatsRecord;
  readonly weightFormats: WeightFormatsRecord;
  readonly compression: CompressionRecord;
  readonly training: TrainingResult;
  readonly timeline: Timeline;
  readonly reproduction: ReproductionResult;
}

export type SubjectKind = keyof Subjects;

/** A record with its kind. */
export type Subject = { [K in SubjectKind]: { readonly kind: K; readonly record: Subjects[K] } }[SubjectKind];

/** What a person calls each kind of record, and the fields that it has at least; older records do not say their kind. */
const kinds: Readonly<Record<SubjectKind, { readonly title: string; readonly fields: readonly string[] }>> = {
  run: { title: 'a run', fields: ['layers', 'totals', 'energyTable'] },
  sweep: { title: 'a sweep', fields: ['axes', 'metrics', 'points'] },
  comparison: { title: 'a comparison', fields: ['names', 'rows'] },
  ladder: { title: 'a ladder', fields: ['rungs'] },
  machines: { title: 'a comparison of machines', fields: ['machines', 'batches', 'same'] },
  timeline: { title: 'a timeline', fields: ['lanes', 'broadcasts'] },
  reproduction: { title: 'a recomputed paper', fields: ['document', 'sections'] },
  compression: { title: 'a compression', fields: ['layers', 'total'] },
  training: { title: 'a training', fields: ['recipe', 'stages'] },
  operationCosts: { title: 'a list of operation costs', fields: ['operations'] },
  numberFormats: { title: 'a list of number formats', fields: ['formats'] },
  weightFormats: { title: 'a list of weight formats', fields: ['rooms'] },
};

/** `a run`, `a sweep`: what messages call a record of this kind. */
export function subjectTitle(kind: SubjectKind): string {
  return kinds[kind].title;
}

/**
 * Tells what kind of record this is by its field `kind`, and where there is none by its other fields.
 * @throws UserError when it is none that we know, or lacks what its kind has
 */
export function subjectOf(record: unknown, file?: string): Subject {
  const place = file === undefined ? {} : { file };
  const found = isObject(record) ? record : {};
  const has = (name: string) => isObject(found[name]);
  const kind = isKind(found.kind)
    ? found.kind
    : (Object.keys(kinds) as SubjectKind[]).find((one) => kinds[one].fields.every(has));
  if (kind === undefined) {
    const known = Object.values(kinds).map(({ title, fields }) => `${title} (${fields.join(', ')})`);
    throw UserError.at(
      place,
      `expected a record that charts can draw, found none of ${known.join(', ')}`,
      'RESULT_KIND',
    );
  }
  const { title, fields } = kinds[kind];
  const missing = fields.filter((name) => !has(name));
  if (missing.length > 0)
    throw UserError.at(
      place,
      `expected ${title} with ${fields.join(', ')}, found no ${missing.join(', ')}`,
      'RESULT_FIELD',
    );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- told by its fields
  return { kind, record: found } as unknown as Subject;
}

function isKind(name: unknown): name is SubjectKind {
  return typeof name === 'string' && Object.hasOwn(kinds, name);
}

/** All fields by which records are told hold lists or groups. */
function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
