import test from 'ava';
import { memoryFiles } from '../../../../src/base/files/files.ts';
import { UserError } from '../../../../src/base/user-error.ts';
import type { ImportedLayer } from '../../../../src/network/imported-weights.ts';
import { importWeights, openWeights, weightFiles } from '../../../../src/network/importers/index.ts';
import { importWeights as importReal } from '../../../../src/node/read-networks.ts';
import { inspectFile } from '../../../../src/run/load/inspect-file.ts';
import { testWithData } from '../../../oracles/shared-folder.ts';
import { allValues, REAL_FILES, truthOf } from '../real-files.ts';
import { folderOf, fp32, int32, type MadeTensor, shardsOf, uint8 } from './made-folder.ts';

/** A model of one block, hidden size 4, two heads of 2, 6 words. */
const LLAMA = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_size: 4,
  intermediate_size: 8,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  num_hidden_layers: 1,
  vocab_size: 6,
};
const ATTENTION = {
  'self_attn.q_proj.weight': fp32([4, 4]),
  'self_attn.k_proj.weight': fp32([2, 4]),
  'self_attn.v_proj.weight': fp32([2, 4]),
  'self_attn.o_proj.weight': fp32([4, 4]),
};
const under = (prefix: string, tensors: Readonly<Record<string, MadeTensor>>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
const LLAMA_TENSORS = {
  'lm_head.weight': fp32([6, 4]),
  'model.embed_tokens.weight': fp32([6, 4]),
  'model.layers.0.input_layernorm.weight': fp32([4]),
  'model.layers.0.mlp.down_proj.weight': fp32([4, 8]),
  'model.layers.0.mlp.gate_proj.weight': fp32([8, 4]),
  'model.layers.0.mlp.up_proj.weight': fp32([8, 4]),
  ...under('model.layers.0.', ATTENTION),
  'model.norm.weight': fp32([4]),
};

const imported = (contents: Readonly<Record<string, Uint8Array | string>>, path = 'm') =>
  importWeights(memoryFiles(contents), path);
const namesOf = (layers: readonly ImportedLayer[]) =>
  layers.map(({ name, matrix }) => `${name.replace('.weight', '')} ${matrix.rows}x${matrix.columns}`);

for (const family of ['llama', 'gpt2', 'opt', 'mixtral', 'phi3'])
  testWithData(`${REAL_FILES}/lm/${family}`)(
    `${family}: the layers of a folder are the linear layers of transformers in their order, with their non-zeros`,
    async (t) => {
      const { linear } = truthOf(`lm/${family}`) as {
        linear: Record<string, { in: number[]; out: number[]; nonZero: number }>;
      };
      const { layers } = await importReal(`${REAL_FILES}/lm/${family}`);
      // transformers keeps the experts of a Mixtral in one module that is no linear layer
      const found = layers.filter(({ name }) => !/block_sparse_moe/.test(name));
      t.deepEqual(
        found.map((layer) => [
          layer.name,
          layer.matrix.rows,
          layer.matrix.columns,
          allValues(layer).filter((value) => value !== 0).length,
        ]),
        Object.entries(linear).map(([name, truth]) => [
          `${name}.weight`,
          truth.out.at(-1),
          truth.in.at(-1),
          truth.nonZero,
        ]),
      );
      if (family === 'mixtral') t.is(layers.length - found.length, 2 * (1 + 4 * 3));
    },
  );

const LLAMA_LAYERS = [
  'model.layers.0.self_attn.q_proj 4x4',
  'model.layers.0.self_attn.k_proj 2x4',
  'model.layers.0.self_attn.v_proj 2x4',
  'model.layers.0.self_attn.o_proj 4x4',
  'model.layers.0.mlp.gate_proj 8x4',
  'model.layers.0.mlp.up_proj 8x4',
  'model.layers.0.mlp.down_proj 4x8',
  'lm_head 6x4',
];

test('one file, shards with an index and shards without one are the same network', async (t) => {
  const whole = await imported(folderOf(LLAMA, LLAMA_TENSORS));
  t.deepEqual(namesOf(whole.layers), LLAMA_LAYERS);
  t.deepEqual(whole.warnings, []);
  const shards = shardsOf(LLAMA, LLAMA_TENSORS, 3);
  for (const path of ['m', 'm/model.safetensors.index.json', 'm/config.json'])
    t.deepEqual((await imported(shards, path)).layers, whole.layers, path);
  const { 'm/model.safetensors.index.json': _, ...loose } = shards;
  const without = await imported(loose);
  t.deepEqual(without.layers, whole.layers);
  t.deepEqual(without.warnings, ['no index: all 3 shards are read']);
  t.deepEqual(await weightFiles(memoryFiles(shards), 'm'), [
    'm/config.json',
    'm/model.safetensors.index.json',
    ...[1, 2, 3].map((shard) => `m/model-0000${shard}-of-00003.safetensors`),
  ]);
});

test('what is no layer is told with the reason: the embedding, norms', async (t) => {
  const { skipped } = await imported(folderOf(LLAMA, LLAMA_TENSORS));
  t.deepEqual(
    skipped.map(({ name, reason }) => `${name}: ${reason}`),
    [
      'model.embed_tokens.weight: an embedding, looked up and not multiplied, shape (6, 4)',
      'model.layers.0.input_layernorm.weight: a norm, applied element by element, shape (4,)',
      'model.norm.weight: a norm, applied element by element, shape (4,)',
    ],
  );
});

test('a tied head is a layer although no tensor has its name; of a base model there is none', async (t) => {
  const { 'lm_head.weight': _, ...tensors } = LLAMA_TENSORS;
  const tied = await imported(folderOf({ ...LLAMA, tie_word_embeddings: true }, tensors));
  t.deepEqual(namesOf(tied.layers), LLAMA_LAYERS);
  t.deepEqual(allValues(tied.layers.at(-1)!), [
    ...new Float32Array(LLAMA_TENSORS['model.embed_tokens.weight'].bytes.buffer),
  ]);
  t.regex(tied.skipped[0].reason, /the output layer shares it/);
  const base = await imported(folderOf({ ...LLAMA, architectures: ['LlamaModel'] }, tensors));
  t.deepEqual(namesOf(base.layers), LLAMA_LAYERS.slice(0, -1));
  t.deepEqual(base.warnings, ['no output head: config.json names a model without one']);
});

test('a checkpoint without a prefix, and one inside of a model of several parts', async (t) => {
  const bare = Object.fromEntries(
    Object.entries(LLAMA_TENSORS).map(([name, one]) => [name.replace(/^model\./, ''), one]),
  );
  t.deepEqual(
    namesOf((await imported(folderOf(LLAMA, bare))).layers),
    LLAMA_LAYERS.map((name) => name.replace(/^model\./, '')),
  );
  const { 'lm_head.weight': _, ...tensors } = LLAMA_TENSORS;
  const parts = {
    ...under('language_model.', tensors),
    'vision_tower.layers.0.self_attn.q_proj.weight': fp32([3, 3]),
  };
  const { architectures: _a, model_type: _m, ...text } = LLAMA;
  const config = {
    model_type: 'gemma3',
    architectures: ['Gemma3ForConditionalGeneration'],
    text_config: { ...text, model_type: 'gemma3_text', head_dim: 2 },
  };
  const { layers, skipped } = await imported(folderOf(config, parts));
  t.deepEqual(
    namesOf(layers),
    LLAMA_LAYERS.map((name) => (name.startsWith('model') ? `language_model.${name}` : name)),
  );
  t.is(skipped.find(({ kind }) => kind === 'other part')?.name, 'vision_tower.layers.0.self_attn.q_proj.weight');
});

test('GPT-2 is stored input x output and turned, square matrices too', async (t) => {
  const config = { model_type: 'gpt2', n_embd: 4, n_head: 2, n_layer: 1, vocab_size: 6 };
  const { layers } = await imported(
    folderOf(config, {
      'wte.weight': fp32([6, 4]),
      'wpe.weight': fp32([9, 4]),
      'h.0.attn.c_attn.weight': fp32([4, 12]),
      'h.0.attn.c_attn.bias': fp32([12]),
      'h.0.attn.bias': fp32([1, 1, 3, 3], (k) => (k % 3 <= Math.floor(k / 3) ? 1 : 0)),
      'h.0.attn.c_proj.weight': fp32([4, 4]),
      'h.0.mlp.c_fc.weight': fp32([4, 16]),
      'h.0.mlp.c_proj.weight': fp32([16, 4]),
    }),
  );
  t.deepEqual(namesOf(layers), [
    'h.0.attn.c_attn 12x4',
    'h.0.attn.c_proj 4x4',
    'h.0.mlp.c_fc 16x4',
    'h.0.mlp.c_proj 4x16',
    'lm_head 6x4',
  ]);
  t.deepEqual(allValues(layers[1]), [1, 5, 0, 13, 2, 0, 10, 14, 0, 7, 11, 0, 4, 8, 0, 16]);
  t.is(layers[0].bias?.length, 12);
});

test('GPT-NeoX, and an OPT whose embedding is narrower than its blocks', async (t) => {
  const neox = await imported(
    folderOf(
      {
        model_type: 'gpt_neox',
        hidden_size: 4,
        intermediate_size: 8,
        num_attention_heads: 2,
        num_hidden_layers: 1,
        vocab_size: 6,
      },
      {
        'gpt_neox.embed_in.weight': fp32([6, 4]),
        'embed_out.weight': fp32([6, 4]),
        'gpt_neox.layers.0.attention.query_key_value.weight': fp32([12, 4]),
        'gpt_neox.layers.0.attention.dense.weight': fp32([4, 4]),
        'gpt_neox.layers.0.mlp.dense_h_to_4h.weight': fp32([8, 4]),
        'gpt_neox.layers.0.mlp.dense_4h_to_h.weight': fp32([4, 8]),
      },
    ),
  );
  t.deepEqual(
    neox.layers.map(({ name }) => name.split('.').at(-2)),
    ['query_key_value', 'dense', 'dense_h_to_4h', 'dense_4h_to_h', 'embed_out'],
  );
  const opt = await imported(
    folderOf(
      {
        model_type: 'opt',
        hidden_size: 4,
        ffn_dim: 8,
        num_attention_heads: 2,
        num_hidden_layers: 1,
        vocab_size: 6,
        word_embed_proj_dim: 2,
      },
      under('model.decoder.', {
        'embed_tokens.weight': fp32([6, 2]),
        'embed_positions.weight': fp32([9, 4]),
        'project_in.weight': fp32([4, 2]),
        'project_out.weight': fp32([2, 4]),
        ...under('layers.0.', {
          ...ATTENTION,
          'self_attn.k_proj.weight': fp32([4, 4]),
          'self_attn.v_proj.weight': fp32([4, 4]),
        }),
        'layers.0.self_attn.out_proj.weight': fp32([4, 4]),
        'layers.0.fc1.weight': fp32([8, 4]),
        'layers.0.fc2.weight': fp32([4, 8]),
      }),
    ),
  );
  t.deepEqual(
    opt.layers.map(({ name, matrix }) => `${name.split('.').at(-2)} ${matrix.rows}x${matrix.columns}`),
    [
      'project_in 4x2',
      'q_proj 4x4',
      'k_proj 4x4',
      'v_proj 4x4',
      'out_proj 4x4',
      'fc1 8x4',
      'fc2 4x8',
      'project_out 2x4',
      'lm_head 6x2',
    ],
  );
});

/** gpt-oss of two experts, hidden size 32, feed-forward 32: experts as MXFP4, all of them 1.0 x 2^expert; head apart. */
const OSS = {
  model_type: 'gpt_oss',
  hidden_size: 32,
  intermediate_size: 32,
  num_attention_heads: 2,
  head_dim: 2,
  num_hidden_layers: 1,
  vocab_size: 6,
  num_local_experts: 2,
  num_experts_per_tok: 1,
};
const OSS_TENSORS = {
  'model.embed_tokens.weight': fp32([6, 32]),
  'lm_head.weight': fp32([6, 32]),
  'model.layers.0.self_attn.q_proj.weight': fp32([4, 32]),
  'model.layers.0.self_attn.k_proj.weight': fp32([4, 32]),
  'model.layers.0.self_attn.v_proj.weight': fp32([4, 32]),
  'model.layers.0.self_attn.o_proj.weight': fp32([32, 4]),
  'model.layers.0.mlp.router.weight': fp32([2, 32]),
  'model.layers.0.mlp.router.bias': fp32([2]),
};

test('gpt-oss: experts as MXFP4 are outputs x inputs, in fp32 inputs x outputs; each is a layer with its bias, scales are among its bits', async (t) => {
  const scales = (rows: number) => Array.from({ length: 2 * rows }, (_, k) => 127 + Math.floor(k / rows));
  const experts = 'model.layers.0.mlp.experts';
  const packed = folderOf(OSS, {
    ...OSS_TENSORS,
    [`${experts}.gate_up_proj_blocks`]: uint8(
      [2, 64, 1, 16],
      Array.from({ length: 2 * 64 * 16 }, () => 0x22),
    ),
    [`${experts}.gate_up_proj_scales`]: uint8([2, 64, 1], scales(64)),
    [`${experts}.gate_up_proj_bias`]: fp32([2, 64]),
    [`${experts}.down_proj_blocks`]: uint8(
      [2, 32, 1, 16],
      Array.from({ length: 2 * 32 * 16 }, (_, k) => (k < 16 ? 0x02 : 0)),
    ),
    [`${experts}.down_proj_scales`]: uint8([2, 32, 1], scales(32)),
  });
  const source = await openWeights(memoryFiles(packed), 'm');
  const heads = source.heads.filter(({ expert }) => expert !== undefined);
  t.deepEqual(
    heads.map(({ name, rows, columns, expert, storedBitsPerWeight }) => [
      name.slice(experts.length + 1),
      rows,
      columns,
      expert!.index,
      storedBitsPerWeight,
    ]),
    [
      ['gate_up_proj.0', 64, 32, 0, 4.25],
      ['down_proj.0', 32, 32, 0, 4.25],
      ['gate_up_proj.1', 64, 32, 1, 4.25],
      ['down_proj.1', 32, 32, 1, 4.25],
    ],
  );
  const [gate, down, second] = heads.map((head) => head.read());
  t.true(allValues(gate).every((value) => value === 1));
  t.true(allValues(second).every((value) => value === 2));
  t.is(gate.bias?.length, 64);
  // the first output of the first expert has its even inputs
  t.deepEqual(allValues(down).slice(0, 33), [...Array.from({ length: 32 }, (_, k) => (k % 2 === 0 ? 1 : 0)), 0]);
  t.true(source.warnings.some((warning) => warning.startsWith('2 experts in each block')));
  const plain = await imported(
    folderOf(OSS, {
      ...OSS_TENSORS,
      [`${experts}.gate_up_proj`]: fp32([2, 32, 64]),
      [`${experts}.down_proj`]: fp32([2, 32, 32], (k) => (k % 32 === 0 ? 1 : 0)),
    }),
  );
  // the tensors of all experts are layers, one for each
  for (const { skipped } of [source, plain])
    t.deepEqual(
      skipped.filter(({ name }) => /experts\.\w+_proj$/.test(name)),
      [],
    );
  const biases = `${experts}.gate_up_proj_bias`;
  t.deepEqual(
    source.skipped.find(({ name }) => name === biases),
    { name: biases, reason: `shape (2, 64), used as the bias of "${experts}.gate_up_proj"` },
  );
  const straight = plain.layers.find(({ name }) => name.endsWith('down_proj.1'))!;
  t.deepEqual(allValues(straight).slice(0, 33), [...Array.from({ length: 32 }, () => 1), 0]);
});

test('biases of another shape than the layers, or than all experts, are refused with both shapes', async (t) => {
  const experts = 'model.layers.0.mlp.experts';
  const opened = (more: Record<string, MadeTensor>) =>
    openWeights(
      memoryFiles(
        folderOf(OSS, {
          ...OSS_TENSORS,
          [`${experts}.gate_up_proj`]: fp32([2, 32, 64]),
          [`${experts}.down_proj`]: fp32([2, 32, 32]),
          ...more,
        }),
      ),
      'm',
    );
  await t.notThrowsAsync(opened({ [`${experts}.down_proj_bias`]: fp32([2, 32]) }));
  await t.throwsAsync(opened({ [`${experts}.down_proj_bias`]: fp32([2, 33]) }), {
    instanceOf: UserError,
    message: /experts\.down_proj_bias has shape \(2, 33\), config\.json makes it \(2, 32\) \[/,
  });
  await t.throwsAsync(opened({ [`${experts}.gate_up_proj_bias`]: fp32([3, 64]) }), {
    message: /experts\.gate_up_proj_bias has shape \(3, 64\), config\.json makes it \(2, 64\) \[/,
  });
  await t.throwsAsync(opened({ 'model.layers.0.self_attn.q_proj.bias': fp32([5]) }), {
    message: /q_proj\.bias has shape \(5,\), config\.json makes it \(4,\) \[/,
  });
});

test('packed weights in a folder are put together, and take the bits of all their parts', async (t) => {
  const { 'model.layers.0.mlp.up_proj.weight': _, ...tensors } = LLAMA_TENSORS;
  // 4 inputs and 8 outputs in groups of 4: fields 1 to 8 in each word, zero 1 (version 2), scale 2
  const nibbles = (field: (k: number) => number) =>
    Array.from({ length: 8 }, (_, k) => field(k) * 2 ** (4 * k)).reduce((sum, part) => sum + part, 0) | 0;
  const config = { ...LLAMA, quantization_config: { quant_method: 'awq', bits: 4 } };
  const source = await openWeights(
    memoryFiles(
      folderOf(config, {
        ...tensors,
        'model.layers.0.mlp.up_proj.qweight': int32(
          [4, 1],
          [1, 2, 3, 4].map((input) => nibbles(() => input)),
        ),
        'model.layers.0.mlp.up_proj.qzeros': int32([1, 1], [nibbles(() => 1)]),
        'model.layers.0.mlp.up_proj.scales': fp32([1, 8], () => 2),
      }),
    ),
    'm',
  );
  const up = source.heads.find(({ name }) => name.endsWith('up_proj.weight'))!;
  t.deepEqual(allValues(up.read()).slice(0, 8), [0, 2, 4, 6, 0, 2, 4, 6]);
  t.is(up.storedBitsPerWeight, (32 * (4 + 1 + 8)) / 32);
});

test('an unknown architecture is read by the names of its tensors, and that is said', async (t) => {
  const { layers, warnings } = await imported(folderOf({ model_type: 'newest' }, LLAMA_TENSORS));
  t.is(layers.length, 8);
  t.regex(
    warnings[0],
    /the architecture "newest" of config.json is not known \(known: llama, .*every matrix that is not named as an embedding/,
  );
  const { 'm/config.json': _, ...bare } = folderOf(LLAMA, LLAMA_TENSORS);
  t.regex((await imported(bare)).warnings[0], /^no config.json: every matrix/);
});

const SHARDS = shardsOf(LLAMA, LLAMA_TENSORS, 2);
const INDEX = 'm/model.safetensors.index.json';
const FIRST = 'm/model-00001-of-00002.safetensors';
const without = (name: string) => Object.fromEntries(Object.entries(SHARDS).filter(([one]) => one !== name));
const config = (change: object) => ({ 'm/config.json': JSON.stringify({ ...LLAMA, ...change }) });
const index = (change: (map: Record<string, unknown>) => unknown) => {
  const { weight_map: map } = JSON.parse(SHARDS[INDEX] as string) as { weight_map: Record<string, unknown> };
  return { [INDEX]: JSON.stringify({ weight_map: change(map) }) };
};
const lacking = (name: string) =>
  folderOf(LLAMA, Object.fromEntries(Object.entries(LLAMA_TENSORS).filter(([one]) => one !== name)));

const DAMAGED: Readonly<Record<string, readonly [contents: Record<string, Uint8Array | string>, message: RegExp]>> = {
  'a shard is missing': [
    without(FIRST),
    /^m\/model\.safetensors\.index\.json: 1 of the 2 shards that it names is missing: model-00001-of-00002\.safetensors \[/,
  ],
  'the index names a tensor that no shard holds': [
    { ...SHARDS, ...index((map) => ({ ...map, ghost: 'model-00001-of-00002.safetensors' })) },
    /1 tensor that it names is in no shard: ghost \(model-00001-of-00002.safetensors\) \[/,
  ],
  'two shards hold one tensor': [
    { ...SHARDS, 'm/model-00002-of-00002.safetensors': SHARDS[FIRST] },
    /model-00002-of-00002.safetensors lm_head.weight: stands in model-00001-of-00002.safetensors too/,
  ],
  'the index is no JSON': [{ ...SHARDS, [INDEX]: '{"weight_map": {' }, /^m\/model.safetensors.index.json: not JSON/],
  'the index has no map': [{ ...SHARDS, [INDEX]: '{}' }, /expected "weight_map"/],
  'the index leads out of the folder': [
    { ...SHARDS, ...index((map) => ({ ...map, 'lm_head.weight': '../x.safetensors' })) },
    /puts "lm_head.weight" into "\.\.\/x.safetensors": expected a .safetensors of this folder/,
  ],
  'a shard is cut': [
    { ...SHARDS, [FIRST]: (SHARDS[FIRST] as Uint8Array).slice(0, -9) },
    /00001-of-00002.safetensors model.norm.weight: ends at data byte 352, the file has 343/,
  ],
  'a shard is empty': [{ ...SHARDS, [FIRST]: '' }, /00001-of-00002.safetensors: the file is empty/],
  'a shard is a Git LFS pointer': [
    { ...SHARDS, [FIRST]: 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n' },
    /00001-of-00002.safetensors: a Git LFS pointer/,
  ],
  'config.json is no JSON': [{ ...SHARDS, 'm/config.json': '{' }, /^m\/config.json: not JSON/],
  'config.json says a key twice': [
    { ...SHARDS, 'm/config.json': '{"model_type": "llama", "model_type": "opt"}' },
    /"model_type" stands twice/,
  ],
  'config.json lacks a size': [
    { ...SHARDS, ...config({ vocab_size: undefined }) },
    /config.json vocab_size: missing, a Llama has one/,
  ],
  'config.json claims an absurd size': [
    { ...SHARDS, ...config({ num_hidden_layers: 1e12 }) },
    /num_hidden_layers: expected a whole number from 1 to 16777216, found 1000000000000/,
  ],
  'config.json claims millions of blocks': [
    { ...SHARDS, ...config({ num_hidden_layers: 1e6 }) },
    /num_hidden_layers: 1000000 blocks of 1 experts, at most 65536 of them are read/,
  ],
  'config.json claims more blocks': [
    { ...SHARDS, ...config({ num_hidden_layers: 2 }) },
    /no whole Llama of 2 blocks as its config.json says: 7 of its weights are in no file: model.layers.1.self_attn.q_proj.weight, .* and 4 more \[/,
  ],
  'config.json claims another width': [
    { ...SHARDS, ...config({ intermediate_size: 9 }) },
    /mlp.gate_proj.weight has shape \(8, 4\), config.json makes it \(9, 4\)/,
  ],
  'heads that do not share evenly': [
    { ...SHARDS, ...config({ num_attention_heads: 4, num_key_value_heads: 3, head_dim: 1 }) },
    /config.json num_key_value_heads: 4 heads do not share 3 evenly/,
  ],
  'a tensor is missing': [
    lacking('model.layers.0.mlp.up_proj.weight'),
    /1 of its weights is in no file: model.layers.0.mlp.up_proj.weight/,
  ],
  'there are no weights': [{ 'm/config.json': '{}' }, /without weights: no .safetensors/],
  'there is a pickle only': [
    { 'm/config.json': '{}', 'm/pytorch_model.bin': 'x' },
    /of pytorch_model.bin: it holds a pickle, which is never read/,
  ],
  'a shard is missing and no index tells': [
    Object.fromEntries(Object.entries(without(FIRST)).filter(([name]) => name !== INDEX)),
    /^m: no index, and of 2 shards number 1 is missing/,
  ],
};

for (const [title, [contents, message]] of Object.entries(DAMAGED))
  test(`a damaged folder is one clear error: ${title}`, async (t) => {
    const error = await t.throwsAsync(imported(contents), { instanceOf: UserError, message });
    t.is(error?.faults.length, 1);
  });

const SILU = { ...LLAMA, hidden_act: 'silu' };
const NOT_EXECUTED: Readonly<Record<string, readonly [config: object, reason: RegExp]>> = {
  'a text for a number': [{ ...SILU, rms_norm_eps: '1e-5' }, /config.json holds no number under rms_norm_eps/],
  'a text among the rotary positions': [
    { ...SILU, rope_parameters: { rope_type: 'default', rope_theta: '10000' } },
    /rotary positions of config.json hold no number under rope_theta/,
  ],
  'positions scaled by nothing': [
    { ...SILU, rope_scaling: { rope_type: 'linear', factor: 0 } },
    /positions are scaled by a factor above 0, found 0/,
  ],
  'factors for another head': [
    { ...SILU, rope_scaling: { rope_type: 'longrope', short_factor: [1, 1], long_factor: [1, 1] } },
    /expected 1 factors of rotary positions, found 2/,
  ],
  'an unknown kind of positions': [
    { ...SILU, rope_scaling: { rope_type: 'dynamic', factor: 2 } },
    /rope_type "dynamic" is not executed \(known: default, /,
  ],
  'norms of heads with weights of their own': [
    { ...SILU, model_type: 'stablelm', qk_layernorm: true },
    /its norms of queries and keys differ from head to head/,
  ],
  'an unknown architecture': [
    { ...SILU, model_type: 'newest' },
    /the architecture "newest" of config.json is not known/,
  ],
};

for (const [title, [own, reason]] of Object.entries(NOT_EXECUTED))
  test(`a model is not executed, and why is told: ${title}`, async (t) => {
    const { language, layers } = await imported(folderOf(own, LLAMA_TENSORS));
    t.is(layers.length, 8);
    t.regex((language!.transformer() as { reason: string }).reason, reason);
  });

/** A mixture of two experts instead of the feed-forward part. */
const MIXTURE_TENSORS = {
  ...Object.fromEntries(Object.entries(LLAMA_TENSORS).filter(([name]) => !name.includes('mlp'))),
  ...under('model.layers.0.mlp.', {
    'gate.weight': fp32([2, 4]),
    ...Object.fromEntries(
      [0, 1].flatMap((expert) => [
        [`experts.${expert}.gate_proj.weight`, fp32([3, 4])],
        [`experts.${expert}.up_proj.weight`, fp32([3, 4])],
        [`experts.${expert}.down_proj.weight`, fp32([4, 3])],
      ]),
    ),
  }),
};
const MIXTURE = { ...LLAMA, num_experts: 2, num_experts_per_tok: 1, moe_intermediate_size: 3 };

test('a part that every token uses, which a family has not, may be said to be 0 wide: Qwen3-Coder, MiniMax-M2', async (t) => {
  const own = { ...MIXTURE, model_type: 'qwen3_moe', shared_expert_intermediate_size: 0 };
  t.is((await imported(folderOf(own, MIXTURE_TENSORS))).layers.length, 4 + 1 + 6 + 1);
});

for (const [title, own, message] of [
  ['no width of the part that every token uses', {}, /n_shared_experts: missing, a GLM-4 of experts has one/],
  [
    'half a block without experts',
    { n_shared_experts: 1, first_k_dense_replace: 0.5 },
    /first_k_dense_replace: expected a whole number from 1 to 16777216, found 0.5/,
  ],
] as const)
  test(`a mixture is refused by the key that is wrong: ${title}`, async (t) => {
    const config = { ...MIXTURE, model_type: 'glm4_moe', ...own };
    await t.throwsAsync(imported(folderOf(config, MIXTURE_TENSORS)), { instanceOf: UserError, message });
  });

test('a claim is checked before memory is taken: shapes and blocks of terabytes', async (t) => {
  const claim = { dtype: 'F32', shape: [2 ** 20, 2 ** 20], bytes: new Uint8Array(0) };
  await t.throwsAsync(imported(folderOf(LLAMA, { ...LLAMA_TENSORS, 'lm_head.weight': claim })), {
    instanceOf: UserError,
    message: /needs 4398046511104 bytes, data_offsets hold 0/,
  });
});

test('a folder is inspected from the heads of its files: no value is read unless that is asked for', async (t) => {
  const contents = memoryFiles(shardsOf(LLAMA, LLAMA_TENSORS, 2));
  let most = 0;
  const files = {
    ...contents,
    read: (path: string, part?: { readonly from: number; readonly length: number }) => {
      if (path.endsWith('.safetensors')) most = Math.max(most, (part?.from ?? 0) + (part?.length ?? Infinity));
      return contents.read(path, part);
    },
  };
  const head = (SHARDS[FIRST] as Uint8Array).length - 352;
  const heads = await inspectFile(files, 'm', { values: false });
  t.true(most <= head + 64);
  t.deepEqual(
    heads.layers.map(({ name, rows, columns }) => `${name.replace('.weight', '')} ${rows}x${columns}`),
    LLAMA_LAYERS,
  );
  t.is(heads.layers[0].nonZeroWeights, undefined);
  t.is((await inspectFile(files, 'm')).layers[0].nonZeroWeights, 11);
});
