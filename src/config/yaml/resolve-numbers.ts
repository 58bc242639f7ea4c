import { loadEvaluator } from '../../base/expression.ts';
import { type Fault, UserError } from '../../base/user-error.ts';
import type { z } from '../../base/zod.ts';
import { type ConfigTree, placeOf } from './config-tree.ts';
import { fitToSpec } from './fit-to-spec.ts';
import { isExpression, namedQuantities } from './named-quantities.ts';
import { type Leaf, numericLeaves, replaceLeaves } from './numeric-leaves.ts';

export interface ResolvedNumbers {
  /** The values with every numeric key as a number in the unit of its spec. */
  readonly root: unknown;
  readonly faults: readonly Fault[];
}

/**
 * Evaluates every numeric key of `root` (the values of `tree` with their defaults): literals, units and expressions over other keys. mathjs is
 * loaded only if there is an expression. All faults are collected, each with its place in `tree`; what follows from another fault is not told.
 */
export async function resolveNumbers(
  schema: z.core.$ZodType,
  root: unknown,
  tree: ConfigTree,
): Promise<ResolvedNumbers> {
  const leaves = numericLeaves(schema, root);
  const evaluate = [...leaves.values()].some(isExpression) ? await loadEvaluator() : undefined;
  const quantityOf = namedQuantities(root, leaves, (path) => placeOf(tree, path), evaluate);
  const numbers = new Map<string, number | string>();
  const faults = new Set<Fault>();
  for (const [name, leaf] of leaves) {
    try {
      numbers.set(name, isWord(leaf) ? leaf.raw : fitToSpec(quantityOf(leaf), leaf.raw, leaf.spec));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      for (const fault of error.faults)
        faults.add(fault.place.file === undefined ? { ...fault, place: placeOf(tree, leaf.path) } : fault);
    }
  }
  return { root: replaceLeaves(root, numbers), faults: [...faults] };
}

function isWord({ raw, spec }: Leaf): boolean {
  return typeof raw === 'string' && spec.words.includes(raw);
}
