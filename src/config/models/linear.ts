import type { BlockLinear, LinearRole, ModelSizes } from './model.ts';

type Size = (sizes: ModelSizes) => number;

const hidden: Size = (sizes) => sizes.hidden;
const feedForward: Size = (sizes) => sizes.feedForward;
const shared: Size = ({ sharedFeedForward = 0 }) => sharedFeedForward;
const queries: Size = ({ heads, headSize }) => heads * headSize;
const keys: Size = ({ keyValueHeads, headSize }) => keyValueHeads * headSize;

/** Outputs and inputs of what each role computes, the same in every family. */
const SHAPES: Readonly<Record<Exclude<LinearRole, 'projectIn' | 'projectOut' | 'head'>, readonly [Size, Size]>> = {
  query: [queries, hidden],
  key: [keys, hidden],
  value: [keys, hidden],
  queryKeyValue: [(sizes) => queries(sizes) + 2 * keys(sizes), hidden],
  attentionOutput: [hidden, queries],
  router: [({ experts }) => experts, hidden],
  gate: [feedForward, hidden],
  up: [feedForward, hidden],
  gateUp: [(sizes) => 2 * feedForward(sizes), hidden],
  down: [hidden, feedForward],
  sharedOpening: [() => 1, hidden],
  sharedGate: [shared, hidden],
  sharedUp: [shared, hidden],
  sharedGateUp: [(sizes) => 2 * shared(sizes), hidden],
  sharedDown: [hidden, shared],
};

/** A linear layer of a block by its role and its module. */
export function linear(role: keyof typeof SHAPES, module: string): BlockLinear {
  const [rows, columns] = SHAPES[role];
  return { role, module, rows, columns };
}
