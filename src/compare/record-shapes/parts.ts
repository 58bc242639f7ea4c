import { z } from '../../base/zod.ts';

/** A number that can be scaled to any unit. */
export const number = z.number().min(-1e100).max(1e100);
/** For axes that are logarithmic. */
export const positive = number.positive();
export const text = z.string();
export const perName = z.record(z.string(), number);
export const numbers = z.array(number);
/** A place for each column, empty where it has no number. */
export const cells = z.array(number.nullable());
export const count = z.int().min(0);
export const ratio = number.nullable().optional();
export const optionalNumber = number.optional();
export const spread = z.looseObject({
  mean: number,
  minimum: number,
  maximum: number,
  standardDeviation: optionalNumber,
});

export const CATEGORIES = ['registers', 'control', 'leakage'] as const;

/** Fields that a record may have, with what they mean: they stand in the JSON Schema. */
export function described<const Name extends string>(meanings: Readonly<Record<Name, string>>) {
  const fields = Object.entries<string>(meanings).map(([name, meaning]) => [name, optionalNumber.describe(meaning)]);
  return Object.fromEntries(fields) as Record<Name, typeof optionalNumber>;
}

export function optional<const Name extends string>(names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, optionalNumber])) as Record<Name, typeof optionalNumber>;
}

export const tool = z.looseObject({ name: text, version: text });
export const head = {
  schemaVersion: z.literal(1).optional(),
  kind: text.optional().describe('what kind of record this is; records before 0.2 do not all say it'),
  command: text.optional().describe('the command that made it'),
  warnings: z.array(text),
  name: text.optional(),
  tool,
};
