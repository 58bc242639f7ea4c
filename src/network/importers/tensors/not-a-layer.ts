import type { SkipKind, Skipped } from '../../imported-weights.ts';
import { formatShape, isInteger, isWeightName, type NamedTensor, splitName, type Tensors } from './named-tensor.ts';

/** What the names of a container tell about all of its tensors. */
export interface Habits {
  /** Tensors are named module by module (fc1.weight, dense/kernel), so one that is not named as a weight is none. */
  readonly namesModules: boolean;
  /** There are matrices of real numbers, so one of integers is a buffer. */
  readonly hasRealMatrices: boolean;
  /** A layer is named as the output of the network; else it may share the table of its input (GPT-2, OPT) and have no tensor of its own. */
  readonly hasHead: boolean;
}

const HEAD =
  /(^|[._/])(lm_head|heads?|embed_out|proj_out|classifier|score|predictions|logits|pooler)[._/]|^(output|fc)[._/]|output_projection/;

/** What all names together tell. */
export function habitsOf(tensors: Tensors, hasPacked: boolean): Habits {
  const all = [...tensors.values()];
  return {
    namesModules: hasPacked || all.some(({ name }) => /[._/](weight|kernel)(:\d+)?$/.test(name)),
    hasHead: all.some(({ name }) => HEAD.test(name)),
    hasRealMatrices: hasPacked || all.some((tensor) => tensor.shape.length >= 2 && !isInteger(tensor)),
  };
}

/** Names of what is looked up, not multiplied: the last word of the module, or the parameter itself. */
const EMBEDDING =
  /(^|_)(embeddings?|embeds?|emb|wte|embed_(in|tokens)|embed_?table|lookup_table|tokens_embed|tok_embeddings)(_?\d+)?$/i;
/** T5's one table for both of its halves. */
const SHARED_EMBEDDING = /^(.*\.)?shared\.weight$/;
const POSITIONS =
  /(^|_)(wpe|pe|pos|embed_positions|positions_embed|pos_?(embed|emb|enc|encoding|encoder|table)\w*|position(al)?_(embeddings?|encodings?|ids|table)\w*|position_?ids|relative_(position|attention)_\w*|rel_pos\w*|inv_freq|freqs_cis|(cos|sin)(_cached|_cache|_table)?|rope_\w*|absolute_pos_embed|alibi\w*)$/i;
const MASK = /(^|_)(masks?|tril|triu|causal|masked_bias)$/i;
const TABLE =
  /(^|_)(anchors?|anchor_grid|anchor_points|grid|priors?|prior_boxes|strides?|(cls|class|mask|reg|dist|distillation|register|query)_?tokens?|latents?)$/i;
/** Parameters of recurrences that act element by element (Mamba, RWKV). */
const RECURRENCE = /^(A_log|dt_bias|time_(mix|decay|first|faaaa|maa)\w*|x_[rwkvag]|x_maa)$/;
/** What belongs to a weight in another format: where it was applied, it is gone from here. */
const COMPANION =
  /(^|_)(scales?|scale_inv|scale_2|zero_points?|qzeros|absmax|amax|g_idx|codebook|centroids|lookup_table)$/i;
const EMBEDDING_LEAF = /^(embeddings?|embedding_table)$/i;

const TIED = ' (an output layer that shares it has no tensor of its own and is not counted)';

/** Why a tensor of two or more dimensions is no weight matrix; undefined where it is one. */
export function notALayer(tensor: NamedTensor, habits: Habits): Skipped | undefined {
  const { name, shape, numberFormat } = tensor;
  const skip = (kind: SkipKind, what: string): Skipped => ({
    name,
    reason: `${what}, shape ${formatShape(shape)}`,
    kind,
  });
  const { stem, leaf } = splitName(name);
  const isWeight = isWeightName(name) && !EMBEDDING_LEAF.test(leaf);
  const module = isWeight ? splitName(stem.slice(0, -1)).leaf : leaf;
  const isMatrix = shape.length === 2;
  if (POSITIONS.test(module) && (isMatrix || !isWeight))
    return skip('position table', 'a table of positions, looked up and not multiplied');
  if (isMatrix && (EMBEDDING.test(module) || SHARED_EMBEDDING.test(name)))
    return skip('embedding', `an embedding, looked up and not multiplied${habits.hasHead ? '' : TIED}`);
  if (numberFormat.startsWith('complex')) return skip('unread', 'complex numbers, not read');
  if (COMPANION.test(leaf) && (habits.namesModules || /weight/.test(leaf)))
    return skip('table', 'named as the scale or table of a packed weight, and there is none that it belongs to');
  if (RECURRENCE.test(leaf)) return skip('table', 'a parameter that acts element by element');
  if (!isWeight && MASK.test(leaf)) return skip('mask', 'a mask or constant buffer');
  if (!isWeight && TABLE.test(leaf)) return skip('table', 'a table or token that is added, not multiplied');
  if (/(^|_)bias(es)?$/.test(leaf))
    return skip('mask', 'named as a bias, but of more than one dimension: a mask or a table');
  if (isInteger(tensor) && !isWeight && habits.hasRealMatrices)
    return skip('integer buffer', `whole numbers (${numberFormat}): a buffer of indices or flags`);
  if (!isWeight && isCausalMask(tensor)) return skip('mask', 'a triangle of ones: a causal mask');
  if (!isWeight && habits.namesModules && shape.length > 2)
    return skip('table', `not named as a weight and of ${shape.length} dimensions: a table or buffer`);
  return undefined;
}

/** [.., n, n] with ones on and below the diagonal, and zeros (or as good as minus infinity) above it. */
function isCausalMask(tensor: NamedTensor): boolean {
  const { shape } = tensor;
  const size = shape.at(-1)!;
  if (size < 2 || shape.at(-2) !== size || shape.slice(0, -2).some((one) => one !== 1)) return false;
  const { values } = tensor;
  const isTriangle = (below: (value: number) => boolean, above: (value: number) => boolean): boolean => {
    for (let at = 0; at < values.length; at++)
      if (!(at % size <= Math.floor(at / size) ? below : above)(values[at])) return false;
    return true;
  };
  return (
    isTriangle(
      (value) => value === 1,
      (value) => value === 0,
    ) ||
    isTriangle(
      (value) => value === 0,
      (value) => value === 1 || value <= -1e4,
    )
  );
}
