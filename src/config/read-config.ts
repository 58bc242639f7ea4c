import { UserError, type Fault } from '../base/user-error.ts';
import type { ConfigTree } from './config-tree.ts';
import { resolveNumbers } from './resolve-numbers.ts';
import { shapeFaults } from './shape-faults.ts';
import type { z } from './zod.ts';

/** Faults that several values of a config cause together, found once every value alone is right. */
export type CrossCheck<Data> = (data: Data, tree: ConfigTree) => readonly Fault[];

/**
 * From a tree to checked values: zod checks the shape and fills in the defaults, resolveNumbers evaluates the numbers, and all faults of the
 * file (also those of reading it) are thrown together in the order of the file.
 */
export async function readConfig<Schema extends z.ZodType>(
  schema: Schema,
  tree: ConfigTree,
  check: CrossCheck<z.output<Schema>> = () => [],
): Promise<z.output<Schema>> {
  const shape = schema.safeParse(tree.root);
  const numbers = await resolveNumbers(schema, shape.success ? shape.data : tree.root, tree);
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

/** Faults of the command line last, the others by line and column; the same fault is told once. */
function inOrder(faults: readonly Fault[]): Fault[] {
  const unique = new Map(faults.map((fault) => [JSON.stringify([fault.place, fault.message]), fault]));
  const rank = ({ place }: Fault) => (place.line ?? 1e9) * 1e5 + (place.column ?? 0);
  return [...unique.values()].toSorted((a, b) => rank(a) - rank(b));
}
