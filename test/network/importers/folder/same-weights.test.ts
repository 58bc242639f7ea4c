import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { GgufTensor } from '../../../../src/network/importers/gguf/gguf-file.ts';
import type { Transformer } from '../../../../src/network/language/transformer.ts';
import { importWeights } from '../../../../src/node/read-networks.ts';
import { logitsOf } from '../../language/logits-of.ts';
import { MODELS, modelFile } from '../gguf/model-file.ts';
import { folderOf, fp32, type MadeTensor } from './made-folder.ts';

/** What llama.cpp gives behind these tokens for the weights as GGUF (test/data/README.md). */
const TRUTH: Readonly<
  Record<string, { readonly tokens: readonly number[]; readonly logProbabilities: readonly number[] }>
> = JSON.parse(readFileSync(`${MODELS}/truth.json`, 'utf8'));

/** Where Hugging Face keeps a tensor; `blk.N.` of llama.cpp is `model.layers.N.`. */
const LLAMA: Readonly<Record<string, string>> = {
  token_embd: 'model.embed_tokens',
  output: 'lm_head',
  output_norm: 'model.norm',
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  ffn_norm: 'post_attention_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
};

interface Case {
  readonly names: Readonly<Record<string, string>>;
  /** llama.cpp turns neighbours together where Hugging Face turns halves: convert_hf_to_gguf.py moves the rows of queries and keys. */
  readonly isMoved?: true;
  /** llama.cpp takes GELU from a table of fp16 numbers. */
  readonly isByTable?: true;
  readonly config: Readonly<Record<string, unknown>> & { readonly num_hidden_layers: number };
}

const SIZES = {
  vocab_size: 48,
  hidden_size: 32,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  intermediate_size: 40,
  max_position_embeddings: 64,
  rms_norm_eps: 1e-5,
  hidden_act: 'silu',
};

const GRANITE = {
  tie_word_embeddings: true,
  attention_multiplier: 0.2,
  embedding_multiplier: 3.5,
  residual_multiplier: 0.45,
  logits_scaling: 2.75,
};

const DEEPSEEK = {
  names: {
    ...LLAMA,
    attn_q_a: 'self_attn.q_a_proj',
    attn_q_a_norm: 'self_attn.q_a_layernorm',
    attn_q_b: 'self_attn.q_b_proj',
    attn_kv_a_mqa: 'self_attn.kv_a_proj_with_mqa',
    attn_kv_a_norm: 'self_attn.kv_a_layernorm',
    attn_k_b: 'self_attn.kv_b_proj',
    attn_v_b: 'self_attn.kv_b_proj+',
    ffn_gate_inp: 'mlp.gate',
    exp_probs_b: 'mlp.gate.e_score_correction',
    ffn_gate_exps: 'mlp.experts.{expert}.gate_proj',
    ffn_up_exps: 'mlp.experts.{expert}.up_proj',
    ffn_down_exps: 'mlp.experts.{expert}.down_proj',
    ffn_gate_shexp: 'mlp.shared_experts.gate_proj',
    ffn_up_shexp: 'mlp.shared_experts.up_proj',
    ffn_down_shexp: 'mlp.shared_experts.down_proj',
  },
  config: {
    ...SIZES,
    intermediate_size: 24,
    moe_intermediate_size: 4,
    n_routed_experts: 8,
    n_shared_experts: 2,
    num_experts_per_tok: 3,
    first_k_dense_replace: 1,
    q_lora_rank: 10,
    kv_lora_rank: 12,
    qk_nope_head_dim: 8,
    qk_rope_head_dim: 4,
    v_head_dim: 6,
  },
};

const GLM_4_5 = {
  ...SIZES,
  intermediate_size: 24,
  head_dim: 8,
  moe_intermediate_size: 4,
  n_routed_experts: 4,
  n_shared_experts: 1,
  num_experts_per_tok: 2,
  first_k_dense_replace: 1,
  norm_topk_prob: true,
  routed_scaling_factor: 1.5,
};

const OLMO: Readonly<Record<string, string>> = {
  ...LLAMA,
  attn_q_norm: 'self_attn.q_norm',
  attn_k_norm: 'self_attn.k_norm',
  post_attention_norm: 'post_attention_layernorm',
  post_ffw_norm: 'post_feedforward_layernorm',
};

const CASES: Readonly<Record<string, Case>> = {
  olmo2: { names: OLMO, config: { ...SIZES, model_type: 'olmo2', rope_theta: 500000 } },
  olmo3: {
    names: OLMO,
    config: {
      ...SIZES,
      model_type: 'olmo3',
      num_hidden_layers: 4,
      intermediate_size: 24,
      rope_theta: 500000,
      sliding_window: 5,
      rope_scaling: {
        rope_type: 'yarn',
        factor: 4,
        original_max_position_embeddings: 8,
        attention_factor: 1.1 * (1 + 0.1 * Math.log(4)),
      },
    },
  },
  smollm3: {
    names: LLAMA,
    isMoved: true,
    config: {
      ...SIZES,
      model_type: 'smollm3',
      tie_word_embeddings: true,
      num_hidden_layers: 4,
      intermediate_size: 24,
      rope_theta: 50000,
      no_rope_layers: [1, 1, 1, 0],
    },
  },
  stablelm: {
    names: LLAMA,
    config: {
      ...SIZES,
      model_type: 'stablelm',
      layer_norm_eps: 1e-5,
      rms_norm_eps: undefined,
      partial_rotary_factor: 0.25,
      use_parallel_residual: false,
    },
  },
  qwen2moe: {
    names: {
      ...LLAMA,
      ffn_gate_inp: 'mlp.gate',
      ffn_gate_exps: 'mlp.experts.{expert}.gate_proj',
      ffn_up_exps: 'mlp.experts.{expert}.up_proj',
      ffn_down_exps: 'mlp.experts.{expert}.down_proj',
      ffn_gate_inp_shexp: 'mlp.shared_expert_gate',
      ffn_gate_shexp: 'mlp.shared_expert.gate_proj',
      ffn_up_shexp: 'mlp.shared_expert.up_proj',
      ffn_down_shexp: 'mlp.shared_expert.down_proj',
    },
    config: {
      ...SIZES,
      model_type: 'qwen2_moe',
      rope_theta: 1e6,
      num_experts: 4,
      num_experts_per_tok: 2,
      moe_intermediate_size: 8,
      shared_expert_intermediate_size: 16,
    },
  },
  deepseek2: {
    names: DEEPSEEK.names,
    config: {
      ...DEEPSEEK.config,
      model_type: 'deepseek_v3',
      n_group: 4,
      topk_group: 2,
      norm_topk_prob: true,
      routed_scaling_factor: 2.5,
      rope_scaling: {
        type: 'yarn',
        factor: 4,
        original_max_position_embeddings: 16,
        mscale: 1,
        mscale_all_dim: 1,
        beta_fast: 32,
        beta_slow: 1,
      },
    },
  },
  'deepseek2-softmax': {
    names: DEEPSEEK.names,
    config: {
      ...DEEPSEEK.config,
      model_type: 'deepseek_v2',
      topk_method: 'greedy',
      n_group: 1,
      topk_group: 1,
      norm_topk_prob: false,
      routed_scaling_factor: 1.5,
    },
  },
  glm4moe: {
    names: {
      ...DEEPSEEK.names,
      attn_q_norm: 'self_attn.q_norm',
      attn_k_norm: 'self_attn.k_norm',
      post_attention_norm: 'post_attention_layernorm',
    },
    config: { ...GLM_4_5, model_type: 'glm4_moe', partial_rotary_factor: 0.5, use_qk_norm: true },
  },
  dots1: {
    names: { ...DEEPSEEK.names, attn_q_norm: 'self_attn.q_norm', attn_k_norm: 'self_attn.k_norm' },
    config: { ...GLM_4_5, model_type: 'dots1', num_key_value_heads: 4 },
  },
  olmoe: {
    names: {
      ...DEEPSEEK.names,
      attn_q_norm: 'self_attn.q_norm',
      attn_k_norm: 'self_attn.k_norm',
    },
    config: {
      ...SIZES,
      model_type: 'olmoe',
      num_hidden_layers: 1,
      num_key_value_heads: 4,
      intermediate_size: 8,
      num_experts: 4,
      num_experts_per_tok: 2,
    },
  },
  seed_oss: {
    names: { ...LLAMA, post_attention_norm: 'post_attention_layernorm' },
    config: { ...SIZES, model_type: 'seed_oss', num_hidden_layers: 1 },
  },
  ernie4_5: {
    names: LLAMA,
    config: { ...SIZES, model_type: 'ernie4_5', num_hidden_layers: 1, rope_theta: 500000 },
  },
  'granitemoe-shared': {
    names: {
      ...LLAMA,
      ffn_gate_inp: 'block_sparse_moe.router.layer',
      ffn_gate_exps: 'block_sparse_moe.input_linear',
      ffn_up_exps: 'block_sparse_moe.input_linear+',
      ffn_down_exps: 'block_sparse_moe.output_linear',
      ffn_gate_shexp: 'shared_mlp.input_linear',
      ffn_up_shexp: 'shared_mlp.input_linear+',
      ffn_down_shexp: 'shared_mlp.output_linear',
    },
    isMoved: true,
    config: {
      ...SIZES,
      ...GRANITE,
      model_type: 'granitemoeshared',
      num_local_experts: 4,
      num_experts_per_tok: 2,
      intermediate_size: 8,
      shared_intermediate_size: 16,
    },
  },
  glm4: {
    names: {
      ...LLAMA,
      post_attention_norm: 'post_self_attn_layernorm',
      ffn_up: 'mlp.gate_up_proj',
      post_ffw_norm: 'post_mlp_layernorm',
    },
    config: { ...SIZES, model_type: 'glm4', partial_rotary_factor: 0.5 },
  },
  starcoder2: {
    names: { ...LLAMA, ffn_up: 'mlp.c_fc', ffn_down: 'mlp.c_proj' },
    isByTable: true,
    config: {
      ...SIZES,
      model_type: 'starcoder2',
      hidden_act: 'gelu_pytorch_tanh',
      norm_epsilon: 1e-5,
      rms_norm_eps: undefined,
      rope_theta: 50000,
    },
  },
  'command-r': {
    names: LLAMA,
    config: {
      ...SIZES,
      model_type: 'cohere',
      rope_theta: 50000,
      layer_norm_eps: 1e-5,
      rms_norm_eps: undefined,
      logit_scale: 0.4,
      use_qk_norm: false,
    },
  },
  cohere2: {
    names: LLAMA,
    config: {
      ...SIZES,
      model_type: 'cohere2',
      num_hidden_layers: 4,
      intermediate_size: 24,
      rope_theta: 50000,
      layer_norm_eps: 1e-5,
      rms_norm_eps: undefined,
      logit_scale: 0.4,
      sliding_window: 5,
      sliding_window_pattern: 4,
    },
  },
  granite: {
    names: LLAMA,
    isMoved: true,
    config: {
      ...SIZES,
      ...GRANITE,
      model_type: 'granite',
      rope_theta: 5000,
    },
  },
};

const HEAD = 8;

/** Element 2 i + p of each head back to element i + p x half. */
function movedBack(rows: readonly number[], columns: number): number[] {
  return rows.map((_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const [first, own] = [row - (row % HEAD), row % HEAD];
    return rows[(first + 2 * (own % (HEAD / 2)) + Math.floor(own / (HEAD / 2))) * columns + column];
  });
}

function valuesOf({ source, from, length, shape, type }: GgufTensor): number[] {
  if (typeof type === 'string') throw new Error(type);
  return [
    ...type.decode(
      source.read(from, length),
      shape.reduce((product, one) => product * one, 1),
    ),
  ];
}

/** Each matrix of a stack, its columns as rows. */
function turned(tensor: GgufTensor): number[] {
  const [, rows, columns] = tensor.shape;
  const values = valuesOf(tensor);
  return values.map((_, at) => {
    const [matrix, place] = [Math.floor(at / (rows * columns)), at % (rows * columns)];
    return values[matrix * rows * columns + (place % rows) * columns + Math.floor(place / rows)];
  });
}

function folder(
  name: string,
  { names, isMoved, config }: Case,
  more: Readonly<Record<string, MadeTensor>> = {},
): string {
  // a block that predicts a further token is left out
  const written = modelFile(name).tensors.filter(
    (tensor) => !tensor.name.startsWith(`blk.${config.num_hidden_layers}.`),
  );
  const tensors = written.flatMap((tensor) => {
    const [, block, own, kind] = /^(?:blk\.(\d+)\.)?(\w+)\.(\w+)$/.exec(tensor.name)!;
    const values = own === 'attn_k_b' ? turned(tensor) : valuesOf(tensor);
    const right = isMoved && /^attn_[qk]$/.test(own) ? movedBack(values, tensor.shape[1] ?? 1) : values;
    const place = block === undefined ? names[own] : `model.layers.${block}.${names[own]}`;
    const experts = place.includes('{expert}') ? tensor.shape[0] : 1;
    // the one output of what opens the shared part is a row there
    const stored = own === 'attn_k_b' ? [tensor.shape[0], tensor.shape[2], tensor.shape[1]] : tensor.shape;
    const shape = experts > 1 ? tensor.shape.slice(1) : own.endsWith('inp_shexp') ? [1, ...stored] : stored;
    return Array.from({ length: experts }, (_, expert) => {
      const named = place.replace('{expert}', String(expert));
      return [
        `${named}.${kind}`.replace('correction.bias', 'correction_bias'),
        fp32(shape, (k) => right[(expert * right.length) / experts + k]),
      ] as const;
    });
  });
  const path = mkdtempSync(join(tmpdir(), 'picojoule-'));
  for (const [file, content] of Object.entries(folderOf(config, joined({ ...Object.fromEntries(tensors), ...more }))))
    writeFileSync(join(path, file.slice('m/'.length)), content);
  return path;
}

/** One tensor of two, along the outputs of each matrix, where the second is to lie behind the first: `NAME+`. */
function joined(tensors: Readonly<Record<string, MadeTensor>>): Record<string, MadeTensor> {
  const entries = Object.entries(tensors).filter(([name]) => !name.endsWith('+.weight'));
  return Object.fromEntries(
    entries.map(([name, first]) => {
      const second = tensors[`${name.slice(0, -'.weight'.length)}+.weight`];
      if (second === undefined) return [name, first];
      const [rows, others] = [first, second].map(({ shape }) => shape.at(-2)!);
      const columns = first.shape.at(-1)!;
      const matrices = first.bytes.length / (4 * rows * columns);
      const parts = Array.from({ length: matrices }, (_, k) =>
        [first, second].flatMap(({ bytes }) => {
          const own = bytes.length / matrices;
          return [...bytes.subarray(k * own, (k + 1) * own)];
        }),
      );
      const shape = [...first.shape.slice(0, -2), rows + others, columns];
      // keys and values of all heads are one matrix
      const flat = name.includes('kv_b_proj') ? [matrices * (rows + others), columns] : shape;
      return [name, { dtype: 'F32', shape: flat, bytes: Uint8Array.from(parts.flat()) }];
    }),
  );
}

for (const [name, one] of Object.entries(CASES))
  test(`${name}: the same weights under the names of Hugging Face give llama.cpp's probabilities too`, async (t) => {
    const { tokens, logProbabilities } = TRUTH[name];
    const { once } = await logitsOf(folder(name, one), tokens);
    const most = Math.max(...once);
    const total = most + Math.log(once.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
    const tolerance = one.isByTable ? 3e-3 : 3e-5;
    for (const [k, expected] of logProbabilities.entries())
      t.true(Math.abs(once[k] - total - expected) < tolerance, `${once[k] - total} ${expected}`);
  });

/** The model of a case with other keys or names. */
async function modelOf(name: string, config: object, names: Readonly<Record<string, string>> = {}) {
  const one = CASES[name];
  const path = folder(name, { ...one, names: { ...one.names, ...names }, config: { ...one.config, ...config } });
  return (await importWeights(path)).language!.transformer();
}

for (const [title, name, reason, config, names] of [
  [
    'a bias by which experts are chosen is missing',
    'deepseek2',
    'it lacks model.layers.1.mlp.gate.e_score_correction_bias',
    {},
    { exp_probs_b: 'mlp.gate.other' },
  ],
  ['groups are not even', 'deepseek2', '8 experts do not lie evenly in 3 groups', { n_group: 3 }],
  [
    'a text for what YaRN multiplies scores by',
    'deepseek2',
    'the rotary positions of config.json hold no number under mscale_all_dim',
    { rope_scaling: { ...CASES.deepseek2.config.rope_scaling!, mscale_all_dim: '1' } },
  ],
] as const)
  test(`a mixture is not executed, and why is told: ${title}`, async (t) => {
    t.deepEqual(await modelOf(name, config, names), { reason });
  });

test('what transformers takes where config.json says nothing: scores of Cohere by 1/16, shares of dots.llm1 among all', async (t) => {
  t.like(await modelOf('command-r', { logit_scale: undefined }), { logitScale: 1 / 16 });
  const dots = (await modelOf('dots1', { norm_topk_prob: undefined })) as Transformer;
  t.like(dots.blocks[1].feedForward, { isNormalised: false });
});

test('windows of dots.llm1 begin at max_window_layers', async (t) => {
  const { blocks } = (await modelOf('dots1', { sliding_window: 5, max_window_layers: 1 })) as Transformer;
  t.deepEqual(
    blocks.map(({ window }) => window),
    [undefined, 5],
  );
});

/** Command R+: norms of queries and keys with `rows` rows of weights, 1 where a tensor has no rows. */
function commandRPlus(weight: (head: number, k: number) => number, isOfEach: boolean): string {
  const one = CASES['command-r'];
  const norms = [0, 1].flatMap((block) =>
    (
      [
        ['q', 4],
        ['k', 2],
      ] as const
    ).map(([of, heads]) => {
      const shape = isOfEach ? [heads, HEAD] : [HEAD];
      const values = (at: number): number => weight(Math.floor(at / HEAD), at % HEAD);
      return [`model.layers.${block}.self_attn.${of}_norm.weight`, fp32(shape, values)] as const;
    }),
  );
  return folder('command-r', { ...one, config: { ...one.config, use_qk_norm: true } }, Object.fromEntries(norms));
}

test('Command R+ in a folder has norms of queries and keys with weights of their own for each head', async (t) => {
  const { tokens } = TRUTH['command-r'];
  const logits = async (path: string): Promise<number[]> => (await logitsOf(path, tokens)).once;
  const even = (_: number, k: number): number => 0.5 + k / HEAD;
  const common = await logits(commandRPlus(even, false));
  // the same weights for each head say what one row for all of them says, others do not
  t.deepEqual(await logits(commandRPlus(even, true)), common);
  const own = await logits(commandRPlus((head, k) => even(head, k) * (1 + head), true));
  t.true(own.some((logit, at) => Math.abs(logit - common[at]) > 1e-3));
});
