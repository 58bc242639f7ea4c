import { followingLinear, leadingLinear, linear } from '../linear.ts';
import type { BlockLinear, Family, ModelSizes } from '../model.ts';
import { ATTENTION, llama } from './llama.ts';

/** First blocks without experts, then experts and a part that every token uses. */
const MIXTURE: readonly BlockLinear[] = [
  leadingLinear('gate', 'mlp.gate_proj'),
  leadingLinear('up', 'mlp.up_proj'),
  leadingLinear('down', 'mlp.down_proj'),
  followingLinear('router', 'mlp.gate'),
  followingLinear('gate', 'mlp.experts.{expert}.gate_proj'),
  followingLinear('up', 'mlp.experts.{expert}.up_proj'),
  followingLinear('down', 'mlp.experts.{expert}.down_proj'),
  followingLinear('sharedGate', 'mlp.shared_experts.gate_proj'),
  followingLinear('sharedUp', 'mlp.shared_experts.up_proj'),
  followingLinear('sharedDown', 'mlp.shared_experts.down_proj'),
];

const isNarrow = ({ latent }: ModelSizes): boolean => latent?.query !== undefined;

/**
 * DeepSeek-V2 and V3: multi-head latent attention, experts behind the first blocks, and a part that every token uses. What makes keys and values of a latent vector is used
 * head by head, that of the keys turned: queries go to where the keys are made. Source: arXiv 2405.04434; huggingface/transformers, modeling_deepseek_v3.py.
 */
export const deepseek: Family = {
  ...llama,
  name: 'DeepSeek',
  modelTypes: ['deepseek_v2', 'deepseek_v3', 'deepseek2'],
  linears: [
    { ...linear('query', 'self_attn.q_proj'), isIn: (sizes) => !isNarrow(sizes) },
    { ...linear('queryDown', 'self_attn.q_a_proj'), isIn: isNarrow },
    { ...linear('queryUp', 'self_attn.q_b_proj'), isIn: isNarrow },
    linear('latent', 'self_attn.kv_a_proj_with_mqa'),
    linear('latentKeys', 'self_attn.kv_b_proj.keys.{head}'),
    linear('latentValues', 'self_attn.kv_b_proj.values.{head}'),
    linear('attentionOutput', 'self_attn.o_proj'),
    ...MIXTURE,
  ],
};

/** GLM-4.5 and dots.llm1: the same experts behind usual attention. Source: huggingface/transformers, modeling_glm4_moe.py, modeling_dots1.py. */
export const glm4Moe: Family = {
  ...llama,
  name: 'GLM-4 of experts',
  modelTypes: ['glm4_moe', 'dots1', 'glm4moe'],
  linears: [...ATTENTION, ...MIXTURE],
};
