import { linear } from '../linear.ts';
import type { Family } from '../model.ts';

/** GPT-NeoX and Pythia: queries, keys and values in one matrix, head by head. Source: huggingface/transformers, modeling_gpt_neox.py. */
export const gptNeox: Family = {
  name: 'GPT-NeoX',
  modelTypes: ['gpt_neox', 'gptneox'],
  blocks: 'layers',
  linears: [
    linear('queryKeyValue', 'attention.query_key_value'),
    linear('attentionOutput', 'attention.dense'),
    linear('up', 'mlp.dense_h_to_4h'),
    linear('down', 'mlp.dense_4h_to_h'),
  ],
  embedding: 'embed_in',
  head: 'embed_out',
  tiesByDefault: false,
};
