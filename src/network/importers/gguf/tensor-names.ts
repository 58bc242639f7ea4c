import type { LinearRole } from '../../../config/models/model.ts';

/** A tensor of a block, `blk.N.NAME.weight`, and what it does there; in the order in which a token meets them. ggml-org/llama.cpp, gguf-py/gguf/constants.py. */
const BLOCK_LINEARS: readonly (readonly [name: string, role: LinearRole, each?: LinearPlace['each']])[] = [
  ['attn_qkv', 'queryKeyValue'],
  ['attn_q', 'query'],
  ['attn_k', 'key'],
  ['attn_v', 'value'],
  ['attn_q_a', 'queryDown'],
  ['attn_q_b', 'queryUp'],
  ['attn_kv_a_mqa', 'latent'],
  ['attn_k_b', 'latentKeys', 'head'],
  ['attn_v_b', 'latentValues', 'head'],
  ['attn_kv_b', 'latentKeysValues'],
  ['attn_output', 'attentionOutput'],
  ['ffn_gate_inp', 'router'],
  ['ffn_gate', 'gate'],
  ['ffn_up', 'up'],
  ['ffn_down', 'down'],
  ['ffn_gate_exps', 'gate', 'expert'],
  ['ffn_up_exps', 'up', 'expert'],
  ['ffn_down_exps', 'down', 'expert'],
  ['ffn_gate_up_exps', 'gateUp', 'expert'],
  // experts that every token uses
  ['ffn_gate_inp_shexp', 'sharedOpening'],
  ['ffn_gate_shexp', 'sharedGate'],
  ['ffn_up_shexp', 'sharedUp'],
  ['ffn_down_shexp', 'sharedDown'],
];

/** Where a linear layer of a GGUF file stands in the network. */
export interface LinearPlace {
  /** undefined where its name is not known: what it does is not, but that it is multiplied. */
  readonly role?: LinearRole;
  /** undefined outside of the blocks. */
  readonly block?: number;
  /** One matrix for each of them: [experts, outputs, inputs]. */
  readonly each?: 'expert' | 'head';
  /** Order within the block. */
  readonly order: number;
}

export const EMBEDDING = 'token_embd.weight';
export const HEAD = 'output.weight';
export const POSITIONS = 'position_embd.weight';

/** The place of a matrix of that name; undefined where it is looked up, or no weight. */
export function linearPlace(name: string): LinearPlace | undefined {
  if (name === HEAD) return { role: 'head', order: 0 };
  if (!name.endsWith('.weight') || lookedUp(name) !== undefined) return undefined;
  const [, block, own] = /^blk\.(\d+)\.(\w+)\.weight$/.exec(name) ?? [];
  if (block === undefined) return { order: -1 };
  const order = BLOCK_LINEARS.findIndex(([known]) => known === own);
  if (order < 0)
    return { block: Number(block), ...(own.endsWith('_exps') && { each: 'expert' }), order: BLOCK_LINEARS.length };
  const [, role, each] = BLOCK_LINEARS[order];
  return { role, block: Number(block), ...(each && { each }), order };
}

/** Why a tensor that is named otherwise is no layer; undefined where its name says nothing. */
export function lookedUp(
  name: string,
): { readonly kind: 'embedding' | 'position table'; readonly what: string } | undefined {
  if (name === EMBEDDING) return { kind: 'embedding', what: 'the embedding, looked up and not multiplied' };
  if (name === POSITIONS) return { kind: 'position table', what: 'a table of positions, looked up and not multiplied' };
  return undefined;
}
