import { linear } from '../linear.ts';
import type { Family } from '../model.ts';
import { ATTENTION, llama } from './llama.ts';

/** StarCoder 2: a two-matrix feed-forward part, a head that shares the embedding. Source: huggingface/transformers, modeling_starcoder2.py. */
export const starcoder2: Family = {
  ...llama,
  name: 'StarCoder 2',
  modelTypes: ['starcoder2'],
  linears: [...ATTENTION, linear('up', 'mlp.c_fc'), linear('down', 'mlp.c_proj')],
  tiesByDefault: true,
};
