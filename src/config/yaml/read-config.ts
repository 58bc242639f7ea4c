import { type Fault, UserError } from '../../base/user-error.ts';
import type { z } from '../../base/zod.ts';
import type { ConfigTree } from './config-tree.ts';
import { resolveNumbers } from './resolve-numbers.ts';
import { withDefaults } from './schema-walk.ts';
import { shapeFaults } from './shape-faults.ts';

/** Faults that several values of a config cause together, found once every value alone is right. */
export type CrossCheck<Data> = (data: Data, tree: ConfigTree) => readonly Fault[];

/**
 * From a tree to checked values: zod checks the shape, missing keys get their defaults, resolveNumbers evaluates the numbers, and all faults of the
 * file (also those of reading it) are thrown together in the order of the file.
 */
export async function readConfig<Schema extends z.ZodType>(
  schema: Schema,
  tree: ConfigTree,
  check: CrossCheck<z.output<Schema>> = () => [],
): Promise<z.output<Schema>> {
  const shape = schema.safeParse(tree.root);
  const numbers = await resolveNumbers(schema, withDefaults(schema, tree.root), tree);
  const faults = [
    ...tree.faults,
    ...(shape.success ? [] : shapeFaults(schema, shape.error.issues, tree)),
    ...numbers.faults,
  ];
  if (faults.length > 0) throw new UserError(inOrder(faults));
  const data = numbers.root as z.output<Schema>;
  const contradictions = check(data, tree);
  if (contradictions.length > 0) throw new UserError(inOrder(contradictions));
  return data;
}

/** File by file, by line and column; missing keys, which stand nowhere, behind the others. The same fault is told once. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  const unique = [...new Map(faults.map((fault) => [JSON.stringify([fault.place, fault.message]), fault])).values()];
  const files = unique.map(({ place }) => place.file);
  const rank = ({ place, code }: Fault) => [
    files.indexOf(place.file),
    code === 'MISSING_KEY' ? 1 : 0,
    place.line ?? 0,
    place.column ?? 0,
  ];
  return unique.toSorted((a, b) => compare(rank(a), rank(b)));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((part, at) => part !== b[at]);
  return index < 0 ? 0 : a[index] - b[index];
}
