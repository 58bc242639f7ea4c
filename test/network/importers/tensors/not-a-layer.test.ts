import test from 'ava';
import type { SkipKind } from '../../../../src/network/imported-weights.ts';
import { type Made, readMade } from '../packed/tensors-to-read.ts';

const filled = (name: string, shape: readonly number[], format = 'fp32'): Made => [
  name,
  format,
  shape,
  Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, at) => at + 2),
];
const HEAD = filled('lm_head.weight', [2, 3]);

const NO_LAYERS: Readonly<Record<Exclude<SkipKind, 'unread' | 'other part'>, readonly Made[]>> = {
  embedding: [
    filled('transformer.wte.weight', [9, 4]),
    filled('model.embed_tokens.weight', [9, 4]),
    filled('gpt_neox.embed_in.weight', [9, 4]),
    filled('shared.weight', [9, 4]),
    filled('bert.embeddings.token_type_embeddings.weight', [2, 4]),
    filled('params/Embed_0/embedding', [9, 4]),
    filled('embedding/embeddings:0', [9, 4]),
  ],
  'position table': [
    filled('transformer.wpe.weight', [9, 4]),
    filled('model.decoder.embed_positions.weight', [9, 4]),
    filled('vit.embeddings.position_embeddings', [1, 5, 4]),
    filled('pos_embed', [1, 5, 4]),
    filled('positional_embedding', [5, 4]),
    filled('pos_encoder.pe', [5, 1, 4]),
    filled('encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight', [8, 4]),
    filled('layers.0.attn.relative_position_bias_table', [9, 2]),
    filled('layers.0.attn.relative_position_index', [4, 4], 'int64'),
    filled('rotary_emb.cos_cached', [1, 1, 6, 4]),
    filled('bert.embeddings.position_ids', [1, 8], 'int64'),
  ],
  mask: [
    filled('h.0.attn.bias', [1, 1, 4, 4]),
    filled('blocks.0.attn_mask', [2, 4, 4]),
    ['sa.heads.0.tril', 'fp32', [3, 3], [1, 0, 0, 1, 1, 0, 1, 1, 1]],
    ['attn.causal', 'bool', [1, 1, 2, 2], [1, 0, 1, 1]],
    ['attn.allowed', 'fp32', [2, 2], [0, -1e9, 0, 0]],
  ],
  table: [
    filled('model.24.anchors', [3, 3, 2]),
    filled('vit.embeddings.cls_token', [1, 1, 4]),
    filled('layers.0.grn.gamma', [1, 1, 1, 4]),
    filled('mixer.A_log', [4, 3]),
    filled('fc9.weight_scale', [4, 1]),
  ],
  'integer buffer': [filled('sampler.buckets', [4, 4], 'int64'), filled('net.routing_flags', [4, 4], 'bool')],
};

for (const [kind, tensors] of Object.entries(NO_LAYERS) as [SkipKind, readonly Made[]][])
  for (const tensor of tensors)
    test(`${tensor[0]} is no layer: ${kind}`, (t) => {
      const { layers, skipped } = readMade([tensor, HEAD]);
      t.deepEqual(
        layers.map(({ name }) => name),
        ['lm_head.weight'],
      );
      t.is(skipped.find(({ name }) => name === tensor[0])?.kind, kind);
    });

for (const tensor of [
  filled('gpt_neox.embed_out.weight', [9, 4]),
  filled('albert.encoder.embedding_hidden_mapping_in.weight', [4, 4]),
  filled('electra.embeddings_project.weight', [4, 3]),
  filled('vit.embeddings.patch_embeddings.projection.weight', [4, 3, 2, 2]),
  filled('clip.vision_model.embeddings.patch_embedding.weight', [4, 3, 2, 2]),
  filled('time_embedding.linear_1.weight', [4, 3]),
  filled('rnn.weight_hh_l0_reverse', [8, 2]),
  filled('attn.in_proj_weight', [6, 2]),
  filled('visual.proj', [4, 3]),
])
  test(`${tensor[0]} is a layer`, (t) => {
    t.deepEqual(
      readMade([tensor, HEAD]).layers.map(({ name }) => name),
      [tensor[0], 'lm_head.weight'],
    );
  });

test('an embedding without an output layer says that a tied one is not counted', (t) => {
  const wte = filled('wte.weight', [9, 4]);
  const reason = (tensors: readonly Made[]) =>
    readMade(tensors).skipped.find(({ name }) => name === 'wte.weight')?.reason;
  t.regex(
    reason([wte, filled('h.0.mlp.weight', [4, 4])]) ?? '',
    /shares it has no tensor of its own and is not counted/,
  );
  t.notRegex(reason([wte, HEAD]) ?? '', /shares/);
});

test('a file of whole numbers alone holds layers, one with real matrices beside them buffers', (t) => {
  t.is(readMade([filled('a', [2, 2], 'int64')]).layers.length, 1);
  t.deepEqual(
    readMade([filled('a', [2, 2], 'int64'), filled('b', [2, 2])]).layers.map(({ name }) => name),
    ['b'],
  );
});
