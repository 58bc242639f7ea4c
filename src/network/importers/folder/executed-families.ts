import type { Experts } from '../../language/transformer.ts';
import { windowOfBlock } from './attention-windows.ts';
import type { Json } from './json-object.ts';

/** Modules of the norms of a family, those of a block behind it. Source: huggingface/transformers, modeling files of the families. */
interface Norms {
  readonly kind: 'rms' | 'layer';
  readonly attention?: string;
  readonly afterAttention?: string;
  readonly feedForward?: string;
  readonly afterFeedForward?: string;
  readonly final: string;
  /** Of the queries and keys of each head, or of all heads. */
  readonly query?: string;
  readonly key?: string;
  /** What is added to the weights. */
  readonly offset?: number;
}

/** How a family acts, where no key of config.json says it; source as above. */
export interface ExecutedFamily extends Norms {
  /** By the root of the hidden size. */
  readonly isEmbeddingScaled?: true;
  /** As the record of a transformer has them. */
  readonly isInterleaved?: true;
  readonly isByHeads?: true;
  readonly isParallel?: (config: Json) => boolean;
  /** Blocks whose queries and keys are not turned. */
  readonly isUnplaced?: (config: Json, block: number) => boolean;
  /** It has norms of queries and keys only where `use_qk_norm` says so. */
  readonly hasNormSwitch?: true;
  /** Whether the shares of experts are those among the chosen ones where config.json does not say it: they are where this is absent. */
  readonly isNormalised?: boolean;
  /** What its experts do otherwise. */
  readonly experts?: Pick<Experts, 'isInterleaved' | 'limit' | 'isSigmoid'>;
  /** Bias of the choice of experts, which blocks with experts then must have. */
  readonly choiceBias?: string;
  /** What logits are multiplied by where config.json does not say it. */
  readonly logitScale?: number;
  /** Positions of blocks with a window are not scaled. */
  readonly isLocalUnscaled?: true;
}

const LLAMA: Norms = {
  kind: 'rms',
  attention: 'input_layernorm',
  feedForward: 'post_attention_layernorm',
  final: 'norm',
};
const OF_HEADS = { query: 'self_attn.q_norm', key: 'self_attn.k_norm' };
const OLMO_2: ExecutedFamily = {
  kind: 'rms',
  ...OF_HEADS,
  afterAttention: 'post_attention_layernorm',
  afterFeedForward: 'post_feedforward_layernorm',
  final: 'norm',
};
const COHERE: ExecutedFamily = {
  kind: 'layer',
  attention: 'input_layernorm',
  feedForward: 'input_layernorm',
  final: 'norm',
  isInterleaved: true,
  isParallel: () => true,
  logitScale: 1 / 16,
  ...OF_HEADS,
  hasNormSwitch: true,
};
const DEEPSEEK_3 = { experts: { isSigmoid: true }, choiceBias: 'mlp.gate.e_score_correction_bias' } as const;
const GEMMA = { isEmbeddingScaled: true, offset: 1 } as const;
const GEMMA_2: ExecutedFamily = {
  kind: 'rms',
  attention: 'input_layernorm',
  afterAttention: 'post_attention_layernorm',
  feedForward: 'pre_feedforward_layernorm',
  afterFeedForward: 'post_feedforward_layernorm',
  final: 'norm',
  ...GEMMA,
};

/** By model_type: what is executed. */
export const EXECUTED: Readonly<Record<string, ExecutedFamily>> = {
  llama: LLAMA,
  mistral: LLAMA,
  ministral: LLAMA,
  qwen2: LLAMA,
  qwen3: { ...LLAMA, ...OF_HEADS },
  qwen2_moe: { ...LLAMA, isNormalised: false },
  qwen3_moe: { ...LLAMA, ...OF_HEADS },
  mixtral: LLAMA,
  phi3: LLAMA,
  gpt_oss: { ...LLAMA, experts: { isInterleaved: true, limit: 7 } },
  gemma: { ...LLAMA, ...GEMMA },
  gemma2: GEMMA_2,
  gemma3_text: { ...GEMMA_2, ...OF_HEADS },
  gemma3: { ...GEMMA_2, ...OF_HEADS },
  olmo2: OLMO_2,
  olmo3: { ...OLMO_2, isLocalUnscaled: true },
  smollm3: { ...LLAMA, isUnplaced: withoutPositions },
  olmoe: { ...LLAMA, ...OF_HEADS, isNormalised: false },
  seed_oss: LLAMA,
  ernie4_5: { ...LLAMA, isInterleaved: true },
  glm4_moe: { ...LLAMA, ...OF_HEADS, ...DEEPSEEK_3, hasNormSwitch: true },
  dots1: { ...LLAMA, ...OF_HEADS, ...DEEPSEEK_3, isNormalised: false },
  deepseek_v2: { ...LLAMA, isInterleaved: true, isNormalised: false },
  deepseek_v3: { ...LLAMA, ...DEEPSEEK_3, isInterleaved: true },
  granite: LLAMA,
  granitemoe: LLAMA,
  granitemoeshared: LLAMA,
  glm4: {
    kind: 'rms',
    attention: 'input_layernorm',
    afterAttention: 'post_self_attn_layernorm',
    feedForward: 'post_attention_layernorm',
    afterFeedForward: 'post_mlp_layernorm',
    final: 'norm',
    isInterleaved: true,
  },
  starcoder2: { ...LLAMA, kind: 'layer' },
  stablelm: { ...LLAMA, kind: 'layer' },
  cohere: COHERE,
  cohere2: { ...COHERE, isUnplaced: (config, block) => windowOfBlock(config, block) === undefined },
  gpt2: { kind: 'layer', attention: 'ln_1', feedForward: 'ln_2', final: 'ln_f' },
  opt: { kind: 'layer', attention: 'self_attn_layer_norm', feedForward: 'final_layer_norm', final: 'final_layer_norm' },
  gpt_neox: {
    kind: 'layer',
    attention: 'input_layernorm',
    feedForward: 'post_attention_layernorm',
    final: 'final_layer_norm',
    isByHeads: true,
    isParallel: (config) => config.use_parallel_residual !== false,
  },
};

/** `no_rope_layers` of SmolLM 3 has 0 for each block without them; where it is left out it is every fourth, or what the interval says. */
function withoutPositions({ no_rope_layers: all, no_rope_layer_interval: interval }: Json, block: number): boolean {
  if (Array.isArray(all)) return all[block] === 0;
  return (block + 1) % (typeof interval === 'number' ? interval : 4) === 0;
}
