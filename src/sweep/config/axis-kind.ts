import type { FieldPath } from '../../base/field-path.ts';
import { z } from '../../base/zod.ts';
import type { NumericSpec } from '../../config/yaml/numeric.ts';
import { knownKeys, numericSpecOf, schemaAt, unwrap } from '../../config/yaml/schema-walk.ts';
import type { AxisTarget } from './sweep.ts';

/** What an axis may hold. */
export interface AxisKind {
  readonly target: AxisTarget;
  /** What its numbers must be; undefined: words. */
  readonly spec: NumericSpec | undefined;
  /** The words it may hold, where they are a closed list. */
  readonly words: readonly string[] | undefined;
  /** A list or a mapping: values have names. */
  readonly structured?: true;
  /** Throws a UserError for a word that means nothing, where the list is not closed. */
  readonly read?: (word: string) => unknown;
}

/** What a key of some configs may hold: numbers, the words that any of them takes, or any word where one takes any. */
export function leafKind(roots: readonly z.core.$ZodType[], path: FieldPath): Omit<AxisKind, 'target'> {
  const leaves = roots.flatMap((root) => schemaAt(root, path) ?? []);
  const lists = leaves.map(wordsOf);
  const isClosed = lists.every((words) => words !== undefined);
  return {
    spec: leaves.map(numericSpecOf).find((spec) => spec !== undefined),
    words: isClosed ? [...new Set(lists.flat())] : undefined,
    ...(leaves.some(isStructured) && { structured: true }),
  };
}

function isStructured(leaf: z.core.$ZodType): boolean {
  const schema = unwrap(leaf);
  return schema instanceof z.ZodArray || schema instanceof z.ZodObject || schema instanceof z.ZodRecord;
}

function wordsOf(leaf: z.core.$ZodType): readonly string[] | undefined {
  const schema = unwrap(leaf);
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  if (schema instanceof z.ZodBoolean) return ['true', 'false'];
  return schema instanceof z.ZodLiteral ? [...schema.values].map(String) : undefined;
}

/** Paths of the keys that are neither lists nor mappings. */
export function leafKeys(schema: z.core.$ZodType, prefix: string): string[] {
  return knownKeys(schema).flatMap((key) => {
    const child = schemaAt(schema, [key])!;
    if (unwrap(child) instanceof z.ZodArray) return [];
    return knownKeys(child).length === 0 ? [`${prefix}${key}`] : leafKeys(child, `${prefix}${key}.`);
  });
}
