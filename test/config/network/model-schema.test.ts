import test from 'ava';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { UserError } from '../../../src/base/user-error.ts';
import { loadNetworkConfig, loadNetworkText } from '../../../src/config/network/load-network.ts';
import { nodeFiles } from '../../../src/node/node-files.ts';

/** Weights of the linear layers and the head: parameters of the published models less embeddings, norms and biases (config.json of each on Hugging Face). */
const BUILT_IN: Readonly<Record<string, readonly [layers: number, weights: number]>> = {
  'llama-2-7b': [225, 6_738_415_616 - 131_072_000 - 65 * 4096],
  'llama-3-8b': [225, 8_030_261_248 - 128_256 * 4096 - 65 * 4096],
  'mistral-7b': [225, 7_241_732_096 - 32_000 * 4096 - 65 * 4096],
  'qwen2.5-0.5b': [169, 494_032_768 - 49 * 896 - 24 * (896 + 2 * 128)],
  'qwen2.5-7b': [197, 7_615_616_512 - 152_064 * 3584 - 57 * 3584 - 28 * (3584 + 2 * 512)],
};

for (const [name, [layers, weights]] of Object.entries(BUILT_IN))
  test(`${name} has the linear layers of the published model, half of their weights zero`, async (t) => {
    const config = await loadNetworkConfig(nodeFiles, name);
    t.is(config.layers.length, layers);
    t.is(
      config.layers.reduce((sum, { generate }) => sum + generate!.rows * generate!.columns, 0),
      weights,
    );
    t.true(config.layers.every(({ generate }) => generate!.weightDensity === 0.5));
  });

const load = (text: string) => loadNetworkText(memoryFiles({}), `name: x\n${text}`);
const sizes = 'blocks: 1, hidden: 8, feedForward: 16, heads: 2, vocabulary: 10, weightDensity: 0.5';

test('what a language model leaves out follows from its other sizes; the head may be denser', async (t) => {
  const { layers } = await load(`model: { type: llama, ${sizes}, headDensity: 1 }`);
  t.deepEqual(
    layers.map(({ name, generate }) => `${name} ${generate!.rows}x${generate!.columns} ${generate!.weightDensity}`),
    [
      'layers.0.self_attn.q_proj 8x8 0.5',
      'layers.0.self_attn.k_proj 8x8 0.5',
      'layers.0.self_attn.v_proj 8x8 0.5',
      'layers.0.self_attn.o_proj 8x8 0.5',
      'layers.0.mlp.gate_proj 16x8 0.5',
      'layers.0.mlp.up_proj 16x8 0.5',
      'layers.0.mlp.down_proj 8x16 0.5',
      'lm_head 10x8 1',
    ],
  );
});

test('DeepSeek-V3 by its sizes: a token uses 37 billion of its weights, and what it caches is told by the widths of its latent vector', async (t) => {
  const { layers, model } = await load(`model:
  type: deepseek_v3
  blocks: 61
  hidden: 7168
  feedForward: 2048
  sharedFeedForward: 2048
  leading: { blocks: 3, feedForward: 18432 }
  heads: 128
  headSize: 192
  latent: { rank: 512, turned: 64, value: 128, query: 1536 }
  vocabulary: 129280
  experts: 256
  expertsPerToken: 8
  weightDensity: 0.5`);
  // arXiv 2412.19437, abstract: 37 billion are used for a token
  const used = layers.reduce((sum, { generate }) => sum + generate!.rows * generate!.columns, 0);
  t.is(Math.round(used / 1e9), 37);
  t.deepEqual(model!.sizes.latent, { rank: 512, turned: 64, value: 128, query: 1536 });
});

const REFUSED: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
  'an unknown type': [`model: { type: lama, ${sizes} }`, /model.type: expected one of llama, .*found "lama"/],
  'heads that do not divide': [
    `model: { type: llama, ${sizes.replace('heads: 2', 'heads: 3')} }`,
    /model.heads: expected headSize beside it, or heads that divide 8, found 3/,
  ],
  'experts of what has none': [
    `model: { type: llama, ${sizes}, experts: 4 }`,
    /"llama" is no mixture: expected no "experts"/,
  ],
  'a mixture without experts': [`model: { type: mixtral, ${sizes} }`, /"mixtral" is a mixture: expected "experts"/],
  'more experts a token than there are': [
    `model: { type: mixtral, ${sizes}, experts: 2, expertsPerToken: 3 }`,
    /expected at most 2, the experts, found 3/,
  ],
  'a mixture without the width of what all tokens use': [
    `model: { type: qwen2_moe, ${sizes}, experts: 4 }`,
    /"qwen2_moe": expected "sharedFeedForward"/,
  ],
  'such a width of what has none': [
    `model: { type: mixtral, ${sizes}, experts: 4, sharedFeedForward: 8 }`,
    /"mixtral": expected no "sharedFeedForward"/,
  ],
  'latent attention without its widths': [
    `model: { type: deepseek_v3, ${sizes}, experts: 4, sharedFeedForward: 8 }`,
    /"deepseek_v3": expected "latent"/,
  ],
  'widths of latent attention of what has none': [
    `model: { type: llama, ${sizes}, latent: { rank: 4, turned: 2, value: 2 }, headSize: 4 }`,
    /"llama": expected no "latent"/,
  ],
  'heads that are turned whole': [
    `model: { type: deepseek_v3, ${sizes}, experts: 4, sharedFeedForward: 8, latent: { rank: 4, turned: 4, value: 2 }, headSize: 4 }`,
    /model.latent: expected headSize beside it, above the 4 elements that are turned/,
  ],
  'first blocks of what has no others': [
    `model: { type: llama, ${sizes}, leading: { blocks: 1, feedForward: 8 } }`,
    /"llama" has experts in all blocks or in none: expected no "leading"/,
  ],
  'a pattern of no window': [
    `model: { type: llama, ${sizes}, windowPattern: 2 }`,
    /model.windowPattern: expected "window" beside it/,
  ],
  'layers beside it': [
    `model: { type: llama, ${sizes} }\nlayers: []`,
    /expected one of layers, weights and model, found layers and model|expected/,
  ],
};

for (const [what, [text, message]] of Object.entries(REFUSED))
  test(`a language model is refused: ${what}`, async (t) => {
    await t.throwsAsync(load(text), { instanceOf: UserError, message });
  });
