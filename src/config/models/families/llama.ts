import { linear } from '../linear.ts';
import type { BlockLinear, Family } from '../model.ts';

/** Grouped-query attention with four matrices. */
export const ATTENTION: readonly BlockLinear[] = [
  linear('query', 'self_attn.q_proj'),
  linear('key', 'self_attn.k_proj'),
  linear('value', 'self_attn.v_proj'),
  linear('attentionOutput', 'self_attn.o_proj'),
];

/** Llama and those that keep its modules: they differ in biases and norms, which are no layers. Source: huggingface/transformers, modeling_llama.py and its heirs. */
export const llama: Family = {
  name: 'Llama',
  modelTypes: [
    'llama',
    'mistral',
    'ministral',
    'qwen2',
    'qwen3',
    'smollm3',
    'olmo',
    'olmo2',
    'olmo3',
    'granite',
    'stablelm',
    'seed_oss',
    'ernie4_5',
    'qwen2vl',
    'qwen3vl',
  ],
  blocks: 'layers',
  linears: [
    ...ATTENTION,
    linear('gate', 'mlp.gate_proj'),
    linear('up', 'mlp.up_proj'),
    linear('down', 'mlp.down_proj'),
  ],
  embedding: 'embed_tokens',
  head: 'lm_head',
  tiesByDefault: false,
};

/** Cohere's Command R and Command R7B have Llama's modules, one norm in a block, and a head that shares the embedding. Source: huggingface/transformers, modeling_cohere.py, modeling_cohere2.py. */
export const cohere: Family = {
  ...llama,
  name: 'Cohere',
  modelTypes: ['cohere', 'cohere2', 'command-r'],
  tiesByDefault: true,
};

/** Gemma has Llama's modules, more norms, and a head that shares the embedding. Source: huggingface/transformers, modeling_gemma2.py, modeling_gemma3.py. */
export const gemma: Family = {
  ...llama,
  name: 'Gemma',
  modelTypes: ['gemma', 'gemma2', 'gemma3', 'gemma3_text'],
  tiesByDefault: true,
};
