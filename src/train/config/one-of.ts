import type { FieldPath } from '../../base/field-path.ts';
import type { Fault } from '../../base/user-error.ts';
import { z } from '../../base/zod.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';

type Variants = Readonly<Record<string, { readonly schema: z.ZodType }>>;

/** A mapping with exactly one key, the name of a variant, and its settings: `sgd: { momentum: 0.9 }`. That it is one, oneOfFaults tells. */
export function oneOf<List extends Variants>(
  variants: List,
): z.ZodObject<{ [Name in keyof List]: z.ZodOptional<List[Name]['schema']> }, z.core.$strict> {
  const shape = Object.fromEntries(Object.entries(variants).map(([name, { schema }]) => [name, schema.optional()]));
  return z.strictObject(shape) as never;
}

/** The names that a mapping of one variant has: exactly one is right. */
export function oneOfFaults(
  found: Readonly<Record<string, unknown>> | undefined,
  variants: Readonly<Record<string, unknown>>,
  path: FieldPath,
  tree: ConfigTree,
): Fault[] {
  if (found === undefined) return [];
  const names = Object.keys(found).filter((name) => found[name] !== undefined);
  if (names.length === 1) return [];
  const message = `expected one of ${Object.keys(variants).join(', ')}, found ${names.length === 0 ? 'none' : names.join(' and ')}`;
  return [{ place: placeOf(tree, path), message, code: 'MISSING_KEY' }];
}
