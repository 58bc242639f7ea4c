import { linear } from '../linear.ts';
import type { Family } from '../model.ts';

/** GPT-2: Conv1D, stored input x output; the head shares the table of the embedding. Source: huggingface/transformers, modeling_gpt2.py. */
export const gpt2: Family = {
  name: 'GPT-2',
  modelTypes: ['gpt2'],
  blocks: 'h',
  linears: [
    linear('queryKeyValue', 'attn.c_attn'),
    linear('attentionOutput', 'attn.c_proj'),
    linear('up', 'mlp.c_fc'),
    linear('down', 'mlp.c_proj'),
  ],
  embedding: 'wte',
  positions: 'wpe',
  head: 'lm_head',
  tiesByDefault: true,
  isTurned: true,
};
