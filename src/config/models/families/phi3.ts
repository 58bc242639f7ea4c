import { linear } from '../linear.ts';
import type { Family } from '../model.ts';
import { llama } from './llama.ts';

/** Phi-3: queries, keys and values in one matrix, gate and up in another. Source: huggingface/transformers, modeling_phi3.py. */
export const phi3: Family = {
  ...llama,
  name: 'Phi-3',
  modelTypes: ['phi3'],
  linears: [
    linear('queryKeyValue', 'self_attn.qkv_proj'),
    linear('attentionOutput', 'self_attn.o_proj'),
    linear('gateUp', 'mlp.gate_up_proj'),
    linear('down', 'mlp.down_proj'),
  ],
};
