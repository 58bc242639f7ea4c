import { type FieldPath, formatPath } from '../base/field-path.ts';
import type { ConfigTree } from './config-tree.ts';
import { isMapping } from './config-tree.ts';
import { withDefaults } from './schema-walk.ts';
import type { z } from './zod.ts';

/** Field path -> `default`, `--set`, or the file that the value stands in. */
export type Origins = ReadonlyMap<string, string>;

/** Where each value of the config comes from, once its defaults are filled in. */
export function originsOf(schema: z.ZodType, tree: ConfigTree): Origins {
  const origins = new Map<string, string>();
  const visit = (value: unknown, path: FieldPath): void => {
    if (isMapping(value)) for (const [key, child] of Object.entries(value)) visit(child, [...path, key]);
    else origins.set(formatPath(path), tree.origins.get(formatPath(path))?.value.file ?? 'default');
  };
  visit(withDefaults(schema, tree.root), []);
  return origins;
}
