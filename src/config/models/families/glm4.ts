import { linear } from '../linear.ts';
import type { Family } from '../model.ts';
import { ATTENTION, llama } from './llama.ts';

/** GLM-4 of 2025 (0414): gate and up in one matrix, four norms in a block. Source: huggingface/transformers, modeling_glm4.py. */
export const glm4: Family = {
  ...llama,
  name: 'GLM-4',
  modelTypes: ['glm4'],
  linears: [...ATTENTION, linear('gateUp', 'mlp.gate_up_proj'), linear('down', 'mlp.down_proj')],
};
