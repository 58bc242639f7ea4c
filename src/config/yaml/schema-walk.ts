import type { FieldPath } from '../../base/field-path.ts';
import { z } from '../../base/zod.ts';
import { type NumericSpec, numericSpecs } from './numeric.ts';

type Schema = z.core.$ZodType;

/** The schema inside optional, default and the like. */
export function unwrap(schema: Schema): Schema {
  return schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
    ? unwrap(schema.def.innerType)
    : schema;
}

/** The schema of a mapping's key or a list's element; undefined where the schema knows no such key. */
export function childSchema(schema: Schema, key: string | number): Schema | undefined {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return Object.hasOwn(inner.shape, key) ? inner.shape[key] : undefined;
  if (inner instanceof z.ZodArray) return typeof key === 'number' ? inner.element : undefined;
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodUnion) {
    for (const option of inner.options) {
      const child = childSchema(option, key);
      if (child !== undefined) return child;
    }
  }
  return undefined;
}

/** The schema at a field path. */
export function schemaAt(schema: Schema, path: FieldPath): Schema | undefined {
  return path.reduce<Schema | undefined>(
    (found, key) => (found === undefined ? undefined : childSchema(found, key)),
    schema,
  );
}

/** The keys that a mapping may have. */
export function knownKeys(schema: Schema): string[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  return inner instanceof z.ZodUnion ? [...new Set(inner.options.flatMap(knownKeys))] : [];
}

/** What a numeric key accepts; undefined for keys that are no numbers. */
export function numericSpecOf(schema: Schema): NumericSpec | undefined {
  return numericSpecs.get(unwrap(schema) as z.ZodType);
}

/** `value` with every missing key that has a default, as it would be written in the file; whatever does not fit the schema stays as it is. */
export function withDefaults(schema: Schema, value: unknown): unknown {
  const inner = unwrap(schema);
  const given = value === undefined ? defaultOf(schema) : value;
  if (inner instanceof z.ZodArray && Array.isArray(given))
    return given.map((element) => withDefaults(inner.element, element));
  if (!(inner instanceof z.ZodObject) || typeof given !== 'object' || given === null || Array.isArray(given))
    return given;
  const filled = Object.entries(inner.shape)
    .map(([key, child]) => [key, withDefaults(child, (given as Record<string, unknown>)[key])])
    .filter(([, child]) => child !== undefined);
  return { ...given, ...Object.fromEntries(filled) };
}

/** The value that a missing key gets, as it would be written in the file. */
export function defaultOf(schema: Schema): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) return schema.def.defaultValue;
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? defaultOf(schema.def.innerType)
    : undefined;
}
