import { linear } from '../linear.ts';
import type { Family } from '../model.ts';
import { ATTENTION, llama } from './llama.ts';

/** Granite with experts, gate and up of all of them in one tensor. Source: huggingface/transformers, modeling_granitemoe.py. */
export const graniteMoe: Family = {
  ...llama,
  name: 'Granite of experts',
  modelTypes: ['granitemoe'],
  linears: [
    ...ATTENTION,
    linear('router', 'block_sparse_moe.router.layer'),
    linear('gateUp', 'block_sparse_moe.input_linear.{expert}'),
    linear('down', 'block_sparse_moe.output_linear.{expert}'),
  ],
  fusedExperts: 'straight',
};

/** The same with a part that every token uses. Source: huggingface/transformers, modeling_granitemoeshared.py. */
export const graniteMoeShared: Family = {
  ...graniteMoe,
  modelTypes: ['granitemoeshared'],
  linears: [
    ...graniteMoe.linears,
    linear('sharedGateUp', 'shared_mlp.input_linear'),
    linear('sharedDown', 'shared_mlp.output_linear'),
  ],
};
