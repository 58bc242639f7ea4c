import test from 'ava';
import { familyOf } from '../../../src/config/models/families/index.ts';
import { cachedVectors, linearsOf, type ModelSizes } from '../../../src/config/models/model.ts';

const sizes = (known: Partial<ModelSizes>): ModelSizes => ({
  blocks: 1,
  hidden: 8,
  feedForward: 16,
  heads: 2,
  keyValueHeads: 2,
  headSize: 4,
  vocabulary: 32,
  experts: 0,
  expertsPerToken: 0,
  tiedHead: false,
  ...known,
  embedding: known.embedding ?? known.hidden ?? 8,
});

const weights = (modelType: string, known: Partial<ModelSizes>): number =>
  linearsOf({ family: familyOf(modelType)!, sizes: sizes(known) }).reduce(
    (sum, { rows, columns }) => sum + rows * columns,
    0,
  );

// Llama-2-7B has 6,738,415,616 parameters, 131,072,000 of them the embedding and 65 x 4096 of norms (meta-llama/Llama-2-7b-hf).
test('the linear layers of Llama-2-7B are 224 and a head, and hold what its parameters leave besides the embedding and the norms', (t) => {
  const shape = {
    blocks: 32,
    hidden: 4096,
    feedForward: 11008,
    heads: 32,
    keyValueHeads: 32,
    headSize: 128,
    vocabulary: 32000,
  };
  t.is(linearsOf({ family: familyOf('llama')!, sizes: sizes(shape) }).length, 225);
  t.is(weights('llama', shape), 6_738_415_616 - 131_072_000 - 65 * 4096);
});

// gpt2 has 124,439,808 parameters: 768 x (50257 + 1024) of tables, and 12 x (2 x 1536 + 2304 + 768 + 3072 + 768) + 1536 of norms and biases.
test('the linear layers of GPT-2 are 48 and a tied head', (t) => {
  const shape = {
    blocks: 12,
    hidden: 768,
    feedForward: 3072,
    heads: 12,
    keyValueHeads: 12,
    headSize: 64,
    vocabulary: 50257,
  };
  t.is(weights('gpt2', shape), 124_439_808 - 768 * 1024 - (12 * (2 * 1536 + 2304 + 768 + 3072 + 768) + 1536));
});

// starcoder2-3b has 3,030,371,328 parameters: a table, 30 x (22016 of biases + 4 x 3072) and 2 x 3072 of norms (bigcode/starcoder2-3b).
test('the linear layers of StarCoder2-3B are six in a block and a tied head', (t) => {
  const shape = {
    blocks: 30,
    hidden: 3072,
    feedForward: 12288,
    heads: 24,
    keyValueHeads: 2,
    headSize: 128,
    vocabulary: 49152,
  };
  t.is(weights('starcoder2', shape), 3_030_371_328 - 30 * (22016 + 4 * 3072) - 2 * 3072);
});

// Qwen1.5-MoE-A2.7B has 14,315,784,192 parameters: a table, and 24 x (3 x 2048 of biases + 2 x 2048) + 2048 of norms (Qwen/Qwen1.5-MoE-A2.7B).
test('the linear layers of a Qwen 2 of experts hold a part that every token uses, and what opens it', (t) => {
  const shape = {
    blocks: 24,
    hidden: 2048,
    feedForward: 1408,
    sharedFeedForward: 5632,
    heads: 16,
    keyValueHeads: 16,
    headSize: 128,
    vocabulary: 151936,
    experts: 60,
    expertsPerToken: 4,
  };
  t.is(weights('qwen2_moe', shape), 14_315_784_192 - 151936 * 2048 - 24 * 5 * 2048 - 2048);
});

// granite-3.0-1b-a400m has 1,334,628,352 parameters: a table, which is the head's too, and 49 x 1024 of norms (ibm-granite/granite-3.0-1b-a400m-base).
test('the linear layers of a Granite of experts hold gate and up of each expert in one', (t) => {
  const shape = {
    blocks: 24,
    hidden: 1024,
    feedForward: 512,
    heads: 16,
    keyValueHeads: 8,
    headSize: 64,
    vocabulary: 49155,
    experts: 32,
    expertsPerToken: 8,
  };
  t.is(weights('granitemoe', shape), 1_334_628_352 - 49 * 1024);
});

const DEEPSEEK_V3 = {
  blocks: 61,
  hidden: 7168,
  feedForward: 2048,
  sharedFeedForward: 2048,
  leading: { blocks: 3, feedForward: 18432 },
  heads: 128,
  keyValueHeads: 128,
  headSize: 192,
  latent: { rank: 512, turned: 64, value: 128, query: 1536 },
  vocabulary: 129280,
  experts: 256,
  expertsPerToken: 8,
};

// 671,026,419,200 parameters without the block of multi-token prediction (deepseek-ai/DeepSeek-V3, model.safetensors.index.json: 671B), a table and norms among them:
// 61 x (2 x 7168 + 1536 + 512) + 7168 of norms, 58 x 256 of biases that choose experts.
test('the linear layers of DeepSeek-V3 hold what its parameters leave besides the embedding, the norms and the biases of its routers', (t) => {
  t.is(
    weights('deepseek2', DEEPSEEK_V3),
    671_026_419_200 - 129280 * 7168 - 61 * (2 * 7168 + 1536 + 512) - 7168 - 58 * 256,
  );
});

// arXiv 2505.09343, table 1: bytes of a token in bf16.
test('the cache of a token is 70.272 kB in DeepSeek-V3 and 516.096 kB in Llama-3.1 405B', (t) => {
  const bytes = (known: Partial<ModelSizes>): number => {
    const { vectors, width } = cachedVectors(sizes(known));
    return 2 * vectors * width * known.blocks!;
  };
  t.is(bytes(DEEPSEEK_V3), 70_272);
  t.is(bytes({ blocks: 126, keyValueHeads: 8, headSize: 128 }), 516_096);
});

test('a block runs attention, then the feed-forward part, expert by expert; the head is last', (t) => {
  const { family, list } = { family: familyOf('mixtral')!, list: { experts: 2, expertsPerToken: 1, keyValueHeads: 1 } };
  t.deepEqual(
    linearsOf({ family, sizes: sizes(list) }).map(({ module, rows, columns }) => `${module} ${rows}x${columns}`),
    [
      'layers.0.self_attn.q_proj 8x8',
      'layers.0.self_attn.k_proj 4x8',
      'layers.0.self_attn.v_proj 4x8',
      'layers.0.self_attn.o_proj 8x8',
      'layers.0.block_sparse_moe.gate 2x8',
      'layers.0.block_sparse_moe.experts.0.w1 16x8',
      'layers.0.block_sparse_moe.experts.0.w3 16x8',
      'layers.0.block_sparse_moe.experts.0.w2 8x16',
      'layers.0.block_sparse_moe.experts.1.w1 16x8',
      'layers.0.block_sparse_moe.experts.1.w3 16x8',
      'layers.0.block_sparse_moe.experts.1.w2 8x16',
      'lm_head 32x8',
    ],
  );
});
