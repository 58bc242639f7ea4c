import { type FieldPath, formatPath, valueAt } from '../base/field-path.ts';
import { type Fault, UserError } from '../base/user-error.ts';
import type { z } from '../base/zod.ts';
import { RECORDS } from './record-schemas.ts';

/** Faults beyond these are only counted. */
const MOST_FAULTS = 20;

/**
 * Refuses a record of another version or of another tool that looks like one of ours but does not hold what is read.
 * @throws UserError RESULT_FIELD with every field that is missing or holds something else
 */
export function checkRecord(record: object, kind: keyof typeof RECORDS, file?: string): void {
  const { error } = RECORDS[kind].safeParse(record);
  if (error === undefined) return;
  const faults = error.issues.map((issue): Fault => {
    const path = issue.path as FieldPath;
    return {
      place: { ...(file !== undefined && { file }), path: formatPath(path) },
      message: messageOf(valueAt(record, path), issue),
      code: 'RESULT_FIELD',
    };
  });
  const more = faults.length - MOST_FAULTS;
  const rest: Fault[] =
    more > 0
      ? [{ place: { ...(file !== undefined && { file }) }, message: `${more} more faults`, code: 'RESULT_FIELD' }]
      : [];
  throw new UserError([...faults.slice(0, MOST_FAULTS), ...rest]);
}

function messageOf(found: unknown, issue: z.core.$ZodIssue): string {
  if (found === undefined || found === null)
    return 'expected a value, found nothing; was the file made by another version, or edited?';
  return `expected ${expected(issue)}, found ${shown(found)}`;
}

const WORDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
  boolean: 'true or false',
};

function expected(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return WORDS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small')
    return issue.origin === 'array'
      ? 'at least one'
      : `a number ${issue.inclusive === false ? 'above' : 'from'} ${issue.minimum}`;
  if (issue.code === 'too_big') return `a number up to ${issue.maximum}`;
  return issue.code === 'custom' ? issue.message : 'text or a number';
}

function shown(found: unknown): string {
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object') return 'a group of fields';
  const text = JSON.stringify(found);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}
