#!/bin/sh
# llama.cpp chooses among groups of experts by the sum of the two best scores of each group, which is DeepSeek-V3's rule, for every model whose file names groups
# (expert_group_count). DeepSeek-V2 and V2.5 name groups too, but a group of theirs is worth its one best expert (deepseek-ai/DeepSeek-V3, inference/model.py: amax where
# there is no bias; huggingface/transformers, modeling_deepseek_v2.py: group_limited_greedy). So other experts run than the model was trained with, and nothing says so.
# Versions: @node-llama-cpp/linux-x64 3.22.1 (llama.cpp 0.5.0, ggml-cpu-x64), koffi 2.9.0, Linux x64. Seen: softmax routing, two groups of two experts, router logits
# 4, 3.9 | 4.1, 0, one group of them used: experts 0 and 1 run; the best expert is 2, so V2 runs 2 and 3.
# Ends with 1 where this is no longer so. Needs node and npm; writes only into a temporary folder.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --ignore-scripts --no-audit --no-fund @node-llama-cpp/linux-x64@3.22.1 koffi@2.9.0 >/dev/null
cat > groups.mjs <<'NODE'
import { writeFileSync } from 'node:fs';
import koffi from 'koffi';

const WIDTH = 32;
const EXPERTS = 4;
const LOGITS = [4, 3.9, 4.1, 0];
const TOKEN = 5;

// a model of one block: its attention gives nothing, and expert e adds to element 8 + e of a token
const norm = Math.sqrt(WIDTH); // of a token that is 1 in one element, behind a norm
const zeros = (...shape) => ({ shape, at: () => 0 });
const ones = (...shape) => ({ shape, at: () => 1 });
const unit = () => ({ shape: [WIDTH, WIDTH], at: (row, column) => (row === column ? 1 : 0) });
const ofToken = (shape, value) => ({ shape, at: (...place) => (place.at(-1) === TOKEN ? value(place) : 0) });
const tensors = {
  'token_embd.weight': unit(),
  'output.weight': unit(),
  'output_norm.weight': ones(WIDTH),
  'blk.0.attn_norm.weight': ones(WIDTH),
  'blk.0.attn_q_a.weight': zeros(4, WIDTH),
  'blk.0.attn_q_a_norm.weight': ones(4),
  'blk.0.attn_q_b.weight': zeros(8, 4),
  'blk.0.attn_kv_a_mqa.weight': zeros(8, WIDTH),
  'blk.0.attn_kv_a_norm.weight': ones(4),
  'blk.0.attn_k_b.weight': zeros(1, 4, 4),
  'blk.0.attn_v_b.weight': zeros(1, 4, 4),
  'blk.0.attn_output.weight': zeros(WIDTH, 4),
  'blk.0.ffn_norm.weight': ones(WIDTH),
  'blk.0.ffn_gate_inp.weight': ofToken([EXPERTS, WIDTH], ([expert]) => LOGITS[expert] / norm),
  'blk.0.ffn_gate_exps.weight': ofToken([EXPERTS, 4, WIDTH], () => 1),
  'blk.0.ffn_up_exps.weight': ofToken([EXPERTS, 4, WIDTH], () => 1),
  'blk.0.ffn_down_exps.weight': { shape: [EXPERTS, WIDTH, 4], at: (expert, row) => (row === 8 + expert ? 1 : 0) },
  'blk.0.ffn_gate_shexp.weight': zeros(4, WIDTH),
  'blk.0.ffn_up_shexp.weight': zeros(4, WIDTH),
  'blk.0.ffn_down_shexp.weight': zeros(WIDTH, 4),
};
const words = Array.from({ length: WIDTH }, (_, k) => ['<unk>', '<s>', '</s>'][k] ?? `word${k}`);
const U32 = 4;
const F32 = 6;
const own = (key, type, value) => [`deepseek2.${key}`, type, value];
const keys = [
  ['general.architecture', 8, 'deepseek2'],
  own('context_length', U32, 64),
  own('embedding_length', U32, WIDTH),
  own('block_count', U32, 1),
  own('feed_forward_length', U32, 4),
  own('attention.head_count', U32, 1),
  own('attention.head_count_kv', U32, 1),
  own('attention.key_length', U32, 8),
  own('attention.value_length', U32, 4),
  own('attention.key_length_mla', U32, 8),
  own('attention.value_length_mla', U32, 4),
  own('attention.q_lora_rank', U32, 4),
  own('attention.kv_lora_rank', U32, 4),
  own('attention.layer_norm_rms_epsilon', F32, 1e-6),
  own('rope.dimension_count', U32, 4),
  own('vocab_size', U32, WIDTH),
  own('leading_dense_block_count', U32, 0),
  own('expert_count', U32, EXPERTS),
  own('expert_used_count', U32, 2),
  own('expert_feed_forward_length', U32, 4),
  own('expert_shared_count', U32, 1),
  own('expert_gating_func', U32, 1), // a softmax
  own('expert_group_count', U32, 2),
  own('expert_group_used_count', U32, 1),
  ['tokenizer.ggml.model', 8, 'llama'],
  ['tokenizer.ggml.tokens', 9, [8, words]],
  ['tokenizer.ggml.scores', 9, [F32, words.map((_, k) => -k)]],
  ['tokenizer.ggml.token_type', 9, [5, words.map((_, k) => (k === 0 ? 2 : k < 3 ? 3 : 1))]],
];
const int = (value, bytes = 4) => {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value));
  else buffer.writeInt32LE(value);
  return buffer;
};
const text = (value) => Buffer.concat([int(Buffer.byteLength(value), 8), Buffer.from(value)]);
const valueOf = (type, value) => {
  if (type === 8) return text(value);
  if (type === F32) return Buffer.from(Float32Array.of(value).buffer);
  if (type !== 9) return int(value);
  const [kind, list] = value;
  return Buffer.concat([int(kind), int(list.length, 8), ...list.map((one) => valueOf(kind, one))]);
};
const filled = ({ shape, at }) => {
  const size = shape.reduce((product, one) => product * one, 1);
  return Float32Array.from({ length: size }, (_, index) => {
    const place = [];
    for (const length of shape.toReversed()) {
      place.unshift(index % length);
      index = Math.floor(index / length);
    }
    return at(...place);
  });
};
const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((32 - (bytes.length % 32)) % 32)]);
const data = Object.entries(tensors).map(([name, tensor]) => [name, tensor.shape, padded(Buffer.from(filled(tensor).buffer))]);
let offset = 0;
const infos = data.flatMap(([name, shape, bytes]) => {
  const from = offset;
  offset += bytes.length;
  return [text(name), int(shape.length), ...shape.toReversed().map((one) => int(one, 8)), int(0), int(from, 8)];
});
const pairs = keys.flatMap(([key, type, value]) => [text(key), int(type), valueOf(type, value)]);
const head = [Buffer.from('GGUF'), int(3), int(data.length, 8), int(keys.length, 8), ...pairs, ...infos];
writeFileSync('model.gguf', Buffer.concat([padded(Buffer.concat(head)), ...data.map(([, , bytes]) => bytes)]));

const folder = `${process.cwd()}/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64`;
const load = (name) => koffi.load(`${folder}/${name}`, { global: true, lazy: true });
const [, ggml, llama] = ['libggml-base.so', 'libggml.v0.5.0.so', 'libllama.v0.5.0.so'].map(load);
// parameters as they are by default: only their size counts, and more than it does no harm
koffi.struct('Parameters', { bytes: koffi.array('uint64_t', 40) });
koffi.struct('Batch', { count: 'int32_t', a: 'void *', b: 'void *', c: 'void *', d: 'void *', e: 'void *', f: 'void *' });
koffi.proto('void Log(int level, const char *text, void *user)');
llama.func('void llama_log_set(Log *log, void *user)')(koffi.register(() => {}, 'Log *'), null);
ggml.func('void *ggml_backend_load(const char *path)')(`${folder}/libggml-cpu-x64.so`);
const model = llama.func('void *llama_model_load_from_file(const char *path, Parameters parameters)')(
  'model.gguf',
  llama.func('Parameters llama_model_default_params()')(),
);
const context = llama.func('void *llama_init_from_model(void *model, Parameters parameters)')(
  model,
  llama.func('Parameters llama_context_default_params()')(),
);
const batch = llama.func('Batch llama_batch_get_one(int32_t *tokens, int32_t count)')(Int32Array.of(TOKEN), 1);
llama.func('int llama_decode(void *context, Batch batch)')(context, batch);
const found = llama.func('float *llama_get_logits_ith(void *context, int place)')(context, -1);
const logits = koffi.decode(found, koffi.array('float', WIDTH));
const used = LOGITS.map((_, expert) => expert).filter((expert) => logits[8 + expert] > 1e-3);
console.log(`router logits ${LOGITS.join(', ')}, groups 0 1 | 2 3, one used: experts that ran ${used.join(', ')}`);
const same = used.join() === '0,1';
console.log(same ? 'as described' : 'CHANGED');
process.exit(same ? 0 : 1);
NODE
node groups.mjs
