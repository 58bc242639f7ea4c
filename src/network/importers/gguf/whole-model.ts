import { UserError } from '../../../base/user-error.ts';
import { linear } from '../../../config/models/linear.ts';
import type { ModelSizes } from '../../../config/models/model.ts';
import { listed } from '../folder/folder-files.ts';
import { formatShape } from '../tensors/named-tensor.ts';
import type { GgufTensor } from './gguf-file.ts';
import { EMBEDDING, linearPlace } from './tensor-names.ts';

const NORMS = ['attn_norm', 'ffn_norm'];
const LATENT = ['attn_kv_a_mqa', 'attn_kv_a_norm'];
const OF_HEADS = ['attn_q_norm', 'attn_k_norm'];
const SHARED = ['ffn_gate_shexp', 'ffn_up_shexp', 'ffn_down_shexp'];
const BEHIND = ['post_attention_norm', 'post_ffw_norm'];

/** Small tensors of a block without which an architecture would be another one. Source: ggml-org/llama.cpp, src/llama-model.cpp. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  qwen3: [...NORMS, ...OF_HEADS],
  qwen3moe: [...NORMS, ...OF_HEADS],
  qwen3vl: [...NORMS, ...OF_HEADS],
  qwen3vlmoe: [...NORMS, ...OF_HEADS],
  olmoe: [...NORMS, ...OF_HEADS],
  'minimax-m2': [...NORMS, ...OF_HEADS],
  dots1: [...NORMS, ...OF_HEADS],
  glm4moe: ['attn_norm', 'post_attention_norm'],
  seed_oss: ['attn_norm', 'post_attention_norm'],
  gemma2: [...NORMS, ...BEHIND],
  gemma3: [...NORMS, ...BEHIND, ...OF_HEADS],
  stablelm: ['attn_norm'],
  'command-r': ['attn_norm'],
  cohere2: ['attn_norm'],
  qwen2moe: [...NORMS, ...SHARED, 'ffn_gate_inp_shexp'],
  glm4: [...NORMS, ...BEHIND],
  olmo2: [...BEHIND, ...OF_HEADS],
  'gpt-oss': ['attn_norm', 'post_attention_norm', 'attn_sinks'],
};

/** What the keys of a file tell. */
interface Keyed {
  readonly architecture: string;
  readonly sizes: ModelSizes;
  /** Blocks behind those of the sizes that predict a further token; they may be there or not. */
  readonly further?: number;
}

/**
 * Refuses a model of a known architecture whose tensors are not those that its keys tell of: one that is missing or too many, or of another shape.
 * @throws UserError, one with all of it
 */
export function checkWhole(file: string, keyed: Keyed, tensors: readonly GgufTensor[]): void {
  const { architecture, sizes, further = 0 } = keyed;
  const names = new Set(tensors.map(({ name }) => name));
  const blocks = new Set(tensors.flatMap(({ name }) => linearPlace(name)?.block ?? []));
  const there = Math.max(-1, ...blocks) + 1;
  const missing = [
    ...Array.from({ length: Math.min(there, sizes.blocks) }, (_, block) =>
      missingOf(block, architecture, names),
    ).flat(),
    ...(names.has('output_norm.weight') ? [] : ['output_norm.weight']),
  ];
  const shapes = tensors.flatMap((tensor) => {
    const expected = shapeOf(tensor, keyed);
    return expected === undefined || expected.join() === tensor.shape.join()
      ? []
      : [`${tensor.name} has shape ${formatShape(tensor.shape)}, the keys make it ${formatShape(expected)}`];
  });
  const faults = [
    ...(there === sizes.blocks || there === sizes.blocks + further
      ? []
      : [`${architecture}.block_count is ${sizes.blocks + further}, there are tensors of ${there}`]),
    ...(sizes.heads % sizes.keyValueHeads === 0
      ? []
      : [`${sizes.heads} heads do not share ${sizes.keyValueHeads} heads of keys and values evenly`]),
    ...(missing.length === 0 ? [] : [`there ${missing.length === 1 ? 'is' : 'are'} no ${listed(missing)}`]),
    ...shapes,
  ];
  if (faults.length > 0)
    throw UserError.at(
      { file },
      `no whole model of architecture "${architecture}": ${listed(faults, 3)}`,
      'GGUF_MODEL',
    );
}

function missingOf(block: number, architecture: string, names: ReadonlySet<string>): string[] {
  const at = (own: string): string => `blk.${block}.${own}.weight`;
  const isThere = (own: string): boolean => names.has(at(own));
  const ofExperts = isThere('ffn_gate_inp') ? '_exps' : '';
  const needed = [
    ...(NEEDED[architecture] ?? NORMS),
    ...attentionOf(architecture, isThere),
    'attn_output',
    isThere('ffn_gate_up_exps') ? 'ffn_gate_up_exps' : `ffn_up${ofExperts}`,
    `ffn_down${ofExperts}`,
  ];
  return needed.filter((own) => !isThere(own)).map(at);
}

function attentionOf(architecture: string, isThere: (own: string) => boolean): string[] {
  if (architecture !== 'deepseek2') return isThere('attn_qkv') ? [] : ['attn_q', 'attn_k', 'attn_v'];
  const query = isThere('attn_q') ? [] : ['attn_q_a', 'attn_q_a_norm', 'attn_q_b'];
  return [...LATENT, ...query, ...(isThere('attn_kv_b') ? [] : ['attn_k_b', 'attn_v_b'])];
}

/** What the keys make of a tensor; undefined where they say nothing of it. */
function shapeOf({ name, shape }: GgufTensor, { architecture, sizes }: Keyed): number[] | undefined {
  if (name === EMBEDDING) return [sizes.vocabulary, sizes.hidden];
  const { role, each } = linearPlace(name) ?? {};
  if (role === 'head') return [sizes.vocabulary, sizes.hidden];
  if (role === undefined || role === 'projectIn' || role === 'projectOut') return undefined;
  if (name.endsWith('_shexp.weight') && sizes.sharedFeedForward === undefined) return undefined;
  // one output is a vector
  if (role === 'sharedOpening' && shape.length === 1) return [sizes.hidden];
  // of gate and up in one
  const isGateToo = (architecture === 'phi3' || architecture === 'glm4') && role === 'up';
  const { rows, columns } = linear(isGateToo ? 'gateUp' : role, '');
  // beside experts only the first blocks have a part without them
  const { leading = sizes } = sizes;
  const told = each === 'expert' ? sizes : { ...sizes, feedForward: leading.feedForward };
  const own = [rows(told), columns(told)];
  if (each === undefined) return own;
  return [each === 'expert' ? sizes.experts : sizes.heads, ...own];
}
