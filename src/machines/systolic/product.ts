import type { NOfM } from '../../config/network/prune-rule.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { Product } from './folds.ts';

/** Inputs of a length whose weights are stored: all, or of each block of M at most N. */
export function storedInputs(length: number, pattern: NOfM | undefined): number {
  if (pattern === undefined) return length;
  const { kept, of } = pattern;
  return Math.floor(length / of) * kept + Math.min(kept, length % of);
}

/** The sizes of a layer's product with a batch of inputs; a bias is added outside of the array, to the finished sums. */
export function productOf(
  { rows, columns, groups = 1 }: WeightMatrix,
  batch: number,
  pattern: NOfM | undefined,
): Product {
  return { inputs: storedInputs(columns / groups, pattern), outputs: rows / groups, batch, groups };
}

/** Weights that a layer stores, zeros among them. */
export function storedWeights({ inputs, outputs, groups }: Product): number {
  return inputs * outputs * groups;
}
