import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { loadNetwork } from '../../../src/node/read-networks.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { fp32Tensors } from '../../oracles/language/gguf-tensors.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';

const FILE = sharedPath('data', 'stories260K.gguf');
const run = testWithData(FILE);

const NAMES: readonly (readonly [gguf: string, own: string])[] = [
  ['attn_norm', 'input_layernorm'],
  ['attn_q', 'self_attn.q_proj'],
  ['attn_k', 'self_attn.k_proj'],
  ['attn_v', 'self_attn.v_proj'],
  ['attn_output', 'self_attn.o_proj'],
  ['ffn_norm', 'post_attention_layernorm'],
  ['ffn_gate', 'mlp.gate_proj'],
  ['ffn_up', 'mlp.up_proj'],
  ['ffn_down', 'mlp.down_proj'],
];

/** Rows of queries and keys as Hugging Face has them: of each head the first of all pairs, then the second. */
function turnedApart(rows: readonly (readonly number[])[], size: number): (readonly number[])[] {
  return rows.map((_, row) => {
    const [head, place] = [Math.floor(row / size), row % size];
    const half = size / 2;
    return rows[head * size + (place < half ? 2 * place : 2 * (place - half) + 1)];
  });
}

/** A model folder of the same weights, written by hand: 8 bytes of length, a JSON header, the values. */
function writeFolder(): string {
  const tensors = fp32Tensors(FILE);
  const named: [string, readonly (readonly number[])[]][] = [
    ['model.embed_tokens.weight', tensors('token_embd.weight')],
    ['model.norm.weight', tensors('output_norm.weight')],
  ];
  for (let block = 0; block < 5; block++)
    for (const [gguf, own] of NAMES) {
      const rows = tensors(`blk.${block}.${gguf}.weight`);
      named.push([`model.layers.${block}.${own}.weight`, /attn_[qk]$/.test(gguf) ? turnedApart(rows, 8) : rows]);
    }
  let end = 0;
  const header: Record<string, object> = {};
  for (const [name, rows] of named) {
    const from = end;
    end += 4 * rows.length * rows[0].length;
    const shape = name.includes('norm') ? [rows[0].length] : [rows.length, rows[0].length];
    header[name] = { dtype: 'F32', shape, data_offsets: [from, end] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const values = Buffer.from(Float32Array.from(named.flatMap(([, rows]) => rows.flat())).buffer);
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  writeFileSync(join(folder, 'model.safetensors'), Buffer.concat([length, text, values]));
  const config = {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_act: 'silu',
    hidden_size: 64,
    intermediate_size: 172,
    num_attention_heads: 8,
    num_hidden_layers: 5,
    num_key_value_heads: 4,
    max_position_embeddings: 2048,
    rms_norm_eps: 1e-5,
    rope_theta: 10000,
    tie_word_embeddings: true,
    vocab_size: 512,
    eos_token_id: 2,
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return folder;
}

/** A vocabulary of whole words: enough to see that a tokenizer.json is used. */
const TOKENIZER = {
  version: '1.0',
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'WhitespaceSplit' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
    pair: [],
    special_tokens: { '<s>': { id: '<s>', ids: [1], tokens: ['<s>'] } },
  },
  decoder: null,
  model: {
    type: 'WordLevel',
    vocab: { '<unk>': 0, '<s>': 1, Once: 403, upon: 407, a: 261, time: 378, there: 383 },
    unk_token: '<unk>',
  },
};

run(
  'a model folder of the same weights writes the same tokens, from numbers and from its tokenizer.json',
  async (t) => {
    const folder = writeFolder();
    const formats = ['weight', 'activation', 'accumulator'].map((operand) => `arithmetic.${operand}=fp32`);
    const hardware = await loadHardware('eie-64pe', {
      set: ['encoding.weights=direct', 'encoding.codeBits=32', ...formats],
    });
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const written = async (path: string, language: object) =>
      runNetwork(hardware, await loadNetwork(path, { language }), table).language!;
    const expected = await written(FILE, { prompt: 'Once upon a time', tokens: 8 });
    const numbers = await written(folder, { promptTokens: [1, 403, 407, 261, 378], tokens: 8 });
    t.deepEqual(numbers.tokens, expected.tokens);
    t.is(numbers.text, null);
    await t.throwsAsync(loadNetwork(folder, { language: { prompt: 'Once' } }), {
      message: /text is not read: the folder has no tokenizer.json; --prompt-tokens gives token numbers/,
    });
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(TOKENIZER));
    const words = await written(folder, { prompt: 'Once upon a time', tokens: 8 });
    t.deepEqual(words.prompt.tokens, expected.prompt.tokens);
    t.deepEqual(words.tokens, expected.tokens);
  },
);
