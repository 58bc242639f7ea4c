import { linear } from '../linear.ts';
import type { Family } from '../model.ts';

/** OPT: a two-matrix feed-forward part, learned positions, a tied head. Source: huggingface/transformers, modeling_opt.py. */
export const opt: Family = {
  name: 'OPT',
  modelTypes: ['opt'],
  blocks: 'layers',
  linears: [
    linear('query', 'self_attn.q_proj'),
    linear('key', 'self_attn.k_proj'),
    linear('value', 'self_attn.v_proj'),
    linear('attentionOutput', 'self_attn.out_proj'),
    linear('up', 'fc1'),
    linear('down', 'fc2'),
  ],
  embedding: 'embed_tokens',
  positions: 'embed_positions',
  head: 'lm_head',
  tiesByDefault: true,
};
