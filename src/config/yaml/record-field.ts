import { z } from '../../base/zod.ts';
import { unwrap } from './schema-walk.ts';

/** A field of a config that the record holds under another key, or as another value; the mark is of its type alone. */
type Recorded<Schema, Key extends string, Value> = Schema & { readonly '~record': readonly [Key, Value] };

interface Note {
  readonly key: string;
  readonly convert: ((value: never) => unknown) | undefined;
}

const notes = new WeakMap<z.core.$ZodType, Note>();

/**
 * Names the key under which the record holds a field (`clock` -> `clockHz`: the unit ends the name), and converts its value where the record holds another.
 * Stands outermost, behind default and description. A value that becomes undefined is left out of the record.
 */
export function recorded<Schema extends z.ZodType, Key extends string, Value = z.output<Schema>>(
  key: Key,
  schema: Schema,
  convert?: (value: z.output<Schema>) => Value,
): Recorded<Schema, Key, Value> {
  notes.set(schema, { key, convert });
  return schema as Recorded<Schema, Key, Value>;
}

type Inner<Schema> = Schema extends
  | z.ZodPrefault<infer In>
  | z.ZodDefault<infer In>
  | z.ZodOptional<infer In>
  | z.ZodNullable<infer In>
  ? Inner<In>
  : Schema;
type KeyOf<Schema, Key> = Schema extends { readonly '~record': readonly [infer Named, unknown] } ? Named : Key;
type Required<Schema, Key> = Schema extends z.ZodOptional ? never : KeyOf<Schema, Key>;
type Optional<Schema, Key> = Schema extends z.ZodOptional ? KeyOf<Schema, Key> : never;
type ShapeRecord<Shape> = {
  readonly [Key in keyof Shape as Required<Shape[Key], Key> & PropertyKey]: RecordOf<Shape[Key]>;
} & { readonly [Key in keyof Shape as Optional<Shape[Key], Key> & PropertyKey]?: RecordOf<Shape[Key]> };

/** The record of a config, inferred from its schema: the only description of both. */
export type RecordOf<Schema> = Schema extends { readonly '~record': readonly [string, infer Value] }
  ? Exclude<Value, undefined>
  : Inner<Schema> extends z.ZodObject<infer Shape>
    ? { [Key in keyof ShapeRecord<Shape>]: ShapeRecord<Shape>[Key] }
    : Schema extends z.ZodType
      ? Exclude<z.output<Schema>, undefined>
      : never;

type Convert = (value: unknown) => unknown;

/** How each schema's values become records: found once, for a sweep makes thousands of machines of one schema. */
const known = new WeakMap<z.core.$ZodType, Convert>();

/** The record of checked values: keys in the order of the schema. */
export function recordOf<Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>): RecordOf<Schema> {
  return conversion(schema)(value) as RecordOf<Schema>;
}

function conversion(schema: z.core.$ZodType): Convert {
  let convert = known.get(schema);
  if (convert === undefined) {
    convert = (notes.get(schema)?.convert as Convert | undefined) ?? byShape(unwrap(schema));
    known.set(schema, convert);
  }
  return convert;
}

function byShape(schema: z.core.$ZodType): Convert {
  if (!(schema instanceof z.ZodObject)) return (value) => value;
  const fields = Object.entries(schema.shape).map(([key, child]: [string, z.core.$ZodType]) => ({
    key,
    name: notes.get(child)?.key ?? key,
    convert: conversion(child),
  }));
  // machines of a sweep have most of their parts in common: the same part of a config is the same part of the record
  const made = new WeakMap<object, Record<string, unknown>>();
  return (value) => {
    const before = made.get(value as object);
    if (before !== undefined) return before;
    const record: Record<string, unknown> = {};
    made.set(value as object, record);
    for (const { key, name, convert } of fields) {
      const given = (value as Readonly<Record<string, unknown>>)[key];
      const converted = given === undefined ? undefined : convert(given);
      if (converted !== undefined) record[name] = converted;
    }
    return record;
  };
}
