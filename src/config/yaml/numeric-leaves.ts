import { type FieldPath, formatPath } from '../../base/field-path.ts';
import type { z } from '../../base/zod.ts';
import type { NumericSpec } from './numeric.ts';
import { childSchema, numericSpecOf } from './schema-walk.ts';

/** A number, quantity or expression of a config, at its path. */
export interface Leaf {
  readonly path: FieldPath;
  readonly spec: NumericSpec;
  readonly raw: number | string;
}

/** Every value of `root` whose schema is numeric, by its field path. Values of another kind are zod's to refuse. */
export function numericLeaves(schema: z.core.$ZodType, root: unknown): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const visit = (inner: z.core.$ZodType | undefined, value: unknown, path: FieldPath): void => {
    const spec = inner === undefined ? undefined : numericSpecOf(inner);
    if (inner === undefined) return;
    if (spec === undefined)
      for (const [key, child] of entriesOf(value)) visit(childSchema(inner, key), child, [...path, key]);
    else if (typeof value === 'number' || typeof value === 'string')
      leaves.set(formatPath(path), { path, spec, raw: value });
  };
  visit(schema, root, []);
  return leaves;
}

/** `root` with the values at the given field paths replaced. */
export function replaceLeaves(
  root: unknown,
  values: ReadonlyMap<string, number | string>,
  path: FieldPath = [],
): unknown {
  const value = values.get(formatPath(path));
  if (value !== undefined) return value;
  if (Array.isArray(root)) return root.map((child, index) => replaceLeaves(child, values, [...path, index]));
  if (typeof root !== 'object' || root === null) return root;
  return Object.fromEntries(
    Object.entries(root).map(([key, child]) => [key, replaceLeaves(child, values, [...path, key])]),
  );
}

function entriesOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
