import { linear } from '../linear.ts';
import type { Family } from '../model.ts';
import { qwen3Moe } from './qwen3-moe.ts';

/** Qwen 1.5 and 2 with experts: beside them a part that every token uses, opened by one more output. Source: huggingface/transformers, modeling_qwen2_moe.py. */
export const qwen2Moe: Family = {
  ...qwen3Moe,
  name: 'Qwen 2 of experts',
  modelTypes: ['qwen2_moe', 'qwen2moe'],
  linears: [
    ...qwen3Moe.linears,
    linear('sharedOpening', 'mlp.shared_expert_gate'),
    linear('sharedGate', 'mlp.shared_expert.gate_proj'),
    linear('sharedUp', 'mlp.shared_expert.up_proj'),
    linear('sharedDown', 'mlp.shared_expert.down_proj'),
  ],
};
