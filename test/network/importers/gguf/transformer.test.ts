import { readFileSync } from 'node:fs';
import test from 'ava';
import type { Metadata } from '../../../../src/network/importers/gguf/metadata.ts';
import { transformerOfGguf } from '../../../../src/network/importers/gguf/transformer.ts';
import { importWeights } from '../../../../src/node/read-networks.ts';
import { logitsOf } from '../../language/logits-of.ts';
import { MODELS, modelFile } from './model-file.ts';

/** What llama.cpp gives behind these tokens (test/data/README.md). */
const TRUTH: Readonly<
  Record<string, { readonly tokens: readonly number[]; readonly logProbabilities: readonly number[] }>
> = JSON.parse(readFileSync(`${MODELS}/truth.json`, 'utf8'));

/** llama.cpp takes GELU from a table of fp16 numbers; with that table in the place of the function these models agree within 5e-6 too. */
const BY_TABLE = /^(gemma|gpt2|gptneox|starcoder2)/;

const logProbabilities = (logits: readonly number[]): number[] => {
  const most = Math.max(...logits);
  const total = most + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0));
  return logits.map((logit) => logit - total);
};

for (const [name, { tokens, logProbabilities: expected }] of Object.entries(TRUTH))
  test(`${name}: the probabilities are those of llama.cpp, all tokens at once and one behind the other`, async (t) => {
    const { once, oneByOne } = await logitsOf(`${MODELS}/${name}.gguf`, tokens);
    t.is(once.length, expected.length);
    const most = BY_TABLE.test(name) ? 3e-3 : 3e-5;
    for (const logits of [once, oneByOne])
      for (const [k, own] of logProbabilities(logits).entries())
        t.true(Math.abs(own - expected[k]) < most, `${own} ${expected[k]}`);
  });

test('granite: a key switches rotary positions off', (t) => {
  const header = modelFile('granite');
  const metadata: Metadata = new Map([...header.metadata, ['granite.rope.scaling.finetuned', false]]);
  const read = () => ({ type: 'fp32' as const, shape: [1], values: new Float32Array(1) });
  t.true('rotary' in transformerOfGguf(header, read));
  t.false('rotary' in transformerOfGguf({ ...header, metadata }, read));
});

test('a block that predicts a further token is neither executed nor run, and the rest is whole without it', async (t) => {
  const { layers, skipped } = await importWeights(`${MODELS}/glm4moe.gguf`);
  t.false(layers.some(({ name }) => name.startsWith('blk.2.')));
  t.like(
    skipped.find(({ name }) => name === 'blk.2.nextn.eh_proj.weight'),
    { reason: 'of a block that predicts a further token, shape (32, 64)' },
  );
});

test('a model whose blocks differ in what one number should say is not executed, and its layers are read', async (t) => {
  const header = modelFile('qwen2');
  const metadata: Metadata = new Map([...header.metadata, ['qwen2.attention.head_count_kv', Float64Array.of(2, 4)]]);
  t.deepEqual(
    transformerOfGguf({ ...header, metadata }, () => t.fail()),
    { reason: 'its blocks differ in qwen2.attention.head_count_kv' },
  );
  t.is((await importWeights(`${MODELS}/qwen2.gguf`)).layers.length, 15);
});
