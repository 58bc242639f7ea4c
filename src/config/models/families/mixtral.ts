import { linear } from '../linear.ts';
import type { Family } from '../model.ts';
import { ATTENTION, llama } from './llama.ts';

/** Mixtral and MiniMax-M2: experts of three matrices, w1 the gate, w3 up, w2 down. Source: huggingface/transformers, modeling_mixtral.py. */
export const mixtral: Family = {
  ...llama,
  name: 'Mixtral',
  modelTypes: ['mixtral', 'minimax_m2', 'minimax-m2'],
  linears: [
    ...ATTENTION,
    linear('router', 'block_sparse_moe.gate'),
    linear('gate', 'block_sparse_moe.experts.{expert}.w1'),
    linear('up', 'block_sparse_moe.experts.{expert}.w3'),
    linear('down', 'block_sparse_moe.experts.{expert}.w2'),
  ],
};
