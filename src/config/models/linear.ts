import type { BlockLinear, LinearRole, ModelSizes } from './model.ts';

type Size = (sizes: ModelSizes) => number;

const hidden: Size = (sizes) => sizes.hidden;
const feedForward: Size = (sizes) => sizes.feedForward;
const shared: Size = ({ sharedFeedForward = 0 }) => sharedFeedForward;
const queries: Size = ({ heads, headSize }) => heads * headSize;
const keys: Size = ({ keyValueHeads, headSize }) => keyValueHeads * headSize;

const rank: Size = ({ latent }) => latent?.rank ?? 0;
/** Elements of a key that are not turned. */
const plain: Size = ({ headSize, latent }) => headSize - (latent?.turned ?? 0);
const values: Size = ({ headSize, latent }) => latent?.value ?? headSize;

/** Outputs and inputs of what each role computes, the same in every family. */
const SHAPES: Readonly<Record<Exclude<LinearRole, 'projectIn' | 'projectOut' | 'head'>, readonly [Size, Size]>> = {
  query: [queries, hidden],
  key: [keys, hidden],
  value: [keys, hidden],
  queryKeyValue: [(sizes) => queries(sizes) + 2 * keys(sizes), hidden],
  // of multi-head latent attention; keys and values: of one head
  queryDown: [({ latent }) => latent?.query ?? 0, hidden],
  queryUp: [queries, ({ latent }) => latent?.query ?? 0],
  latent: [({ latent }) => (latent?.rank ?? 0) + (latent?.turned ?? 0), hidden],
  latentKeys: [rank, plain],
  latentValues: [values, rank],
  latentKeysValues: [(sizes) => sizes.heads * (plain(sizes) + values(sizes)), rank],
  attentionOutput: [hidden, (sizes) => sizes.heads * values(sizes)],
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

/** The same in the first blocks only, those without experts, or in all others. */
export function leadingLinear(role: keyof typeof SHAPES, module: string): BlockLinear {
  const [rows, columns] = SHAPES[role];
  const widened = (sizes: ModelSizes): ModelSizes => ({ ...sizes, ...sizes.leading, blocks: sizes.blocks });
  return {
    role,
    module,
    rows: (sizes) => rows(widened(sizes)),
    columns: (sizes) => columns(widened(sizes)),
    isIn: isLeading,
  };
}

export function followingLinear(role: keyof typeof SHAPES, module: string): BlockLinear {
  return { ...linear(role, module), isIn: (sizes, block) => !isLeading(sizes, block) };
}

function isLeading({ leading }: ModelSizes, block: number): boolean {
  return block < (leading?.blocks ?? 0);
}

/** A linear layer of a block by its role and its module. */
export function linear(role: keyof typeof SHAPES, module: string): BlockLinear {
  const [rows, columns] = SHAPES[role];
  return { role, module, rows, columns };
}
