import { linear } from '../linear.ts';
import type { Family } from '../model.ts';
import { ATTENTION, llama } from './llama.ts';

/**
 * gpt-oss: the experts of a block lie in two tensors, gate and up interleaved in the first; packed as MXFP4, or as [experts, inputs, outputs].
 * Source: huggingface/transformers, modeling_gpt_oss.py; openai/gpt-oss.
 */
export const gptOss: Family = {
  ...llama,
  name: 'gpt-oss',
  modelTypes: ['gpt_oss', 'gpt-oss'],
  linears: [
    ...ATTENTION,
    linear('router', 'mlp.router'),
    linear('gateUp', 'mlp.experts.gate_up_proj.{expert}'),
    linear('down', 'mlp.experts.down_proj.{expert}'),
  ],
  fusedExperts: 'turned',
};
