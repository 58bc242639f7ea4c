import { linear } from '../linear.ts';
import type { Family } from '../model.ts';
import { ATTENTION, llama } from './llama.ts';

/** Qwen 3 with experts, and OLMoE. Source: huggingface/transformers, modeling_qwen3_moe.py. */
export const qwen3Moe: Family = {
  ...llama,
  name: 'Qwen 3 of experts',
  modelTypes: ['qwen3_moe', 'qwen3moe', 'qwen3vlmoe', 'olmoe'],
  linears: [
    ...ATTENTION,
    linear('router', 'mlp.gate'),
    linear('gate', 'mlp.experts.{expert}.gate_proj'),
    linear('up', 'mlp.experts.{expert}.up_proj'),
    linear('down', 'mlp.experts.{expert}.down_proj'),
  ],
};
