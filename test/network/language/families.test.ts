import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { Transformer } from '../../../src/network/language/transformer.ts';
import { importWeights } from '../../../src/node/read-networks.ts';
import { sharedPath, testWithData } from '../../oracles/shared-folder.ts';
import { logitsOf } from './logits-of.ts';

const FOLDER = sharedPath('data', 'real-files');
const run = testWithData(FOLDER);

/** What transformers 5.17 gives for these tokens at the last position (README of the folder). */
const TOKENS = [1, 5, 9, 33];

async function modelOf(folder: string): Promise<Transformer> {
  const weights = await importWeights(folder);
  return weights.language!.transformer() as Transformer;
}

const truth = (name: string): readonly number[] =>
  (JSON.parse(readFileSync(`${FOLDER}/truth.json`, 'utf8')) as Record<string, { logits: number[] }>)[`lm/${name}`]
    .logits;

for (const name of ['llama', 'gpt2', 'opt', 'mixtral', 'phi3'])
  run(`${name}: the logits are those of transformers, all tokens at once and one behind the other`, async (t) => {
    const { once, oneByOne } = await logitsOf(`${FOLDER}/lm/${name}`, TOKENS);
    for (const [k, expected] of truth(name).entries()) {
      t.true(Math.abs(once[k] - expected) < 1e-6);
      t.true(Math.abs(oneByOne[k] - expected) < 1e-6);
    }
  });

/** Models in which what sets a family apart shows (test/data/README.md). */
const OWN = 'test/data/language-models';
const told: { readonly tokens: readonly number[]; readonly logits: Readonly<Record<string, readonly number[]>> } =
  JSON.parse(readFileSync(`${OWN}/truth.json`, 'utf8'));

for (const [name, expected] of Object.entries(told.logits))
  test(`${name}: what sets the family apart is in the logits, as transformers gives them`, async (t) => {
    const { once, oneByOne } = await logitsOf(`${OWN}/${name}`, told.tokens);
    for (const [k, value] of expected.entries()) {
      t.true(Math.abs(once[k] - value) < 1e-5, `${once[k]} ${value}`);
      t.true(Math.abs(oneByOne[k] - value) < 1e-5, `${oneByOne[k]} ${value}`);
    }
  });

/** A copy of a model of ours with another config.json. */
function changed(name: string, change: (config: Record<string, unknown>) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  cpSync(`${OWN}/${name}`, folder, { recursive: true });
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
  change(config);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return folder;
}

for (const [name, title, change] of [
  ['qwen2-window', 'windows from max_window_layers on', (config) => delete config.layer_types],
  ['gemma2', 'every other block sees a window', (config) => delete config.layer_types],
  ['gemma', 'gelu that means its approximation', (config) => (config.hidden_act = 'gelu')],
] as const satisfies readonly (readonly [string, string, (config: Record<string, unknown>) => unknown])[])
  test(`${name}: an older config.json says the same: ${title}`, async (t) => {
    const weights = await importWeights(changed(name, change));
    const model = await modelOf(`${OWN}/${name}`);
    const { blocks, activation } = weights.language!.transformer() as Transformer;
    t.is(activation, model.activation);
    t.deepEqual(
      blocks.map(({ window }) => window),
      model.blocks.map(({ window }) => window),
    );
  });

test('norms that a family has and the folder lacks are told by name', async (t) => {
  const folder = changed('gpt-neox', (config) => (config.num_hidden_layers = 2));
  // the head of a .safetensors file is JSON: another name of the same length
  const file = join(folder, 'model.safetensors');
  const bytes = readFileSync(file);
  const name = 'gpt_neox.layers.1.input_layernorm.weight';
  bytes.write(name.replace('input', 'inputs').slice(0, name.length), bytes.indexOf(name));
  writeFileSync(file, bytes);
  const weights = await importWeights(folder);
  t.like(weights.language!.transformer(), { reason: `it lacks ${name}` });
});

run('an architecture that is not executed is told by name, and its layers still run', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
  cpSync(`${FOLDER}/lm/llama`, folder, { recursive: true });
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as object;
  rmSync(join(folder, 'config.json'));
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, model_type: 'olmo' }));
  const weights = await importWeights(folder);
  t.true(weights.layers.length > 0);
  const { reason } = weights.language!.transformer() as { readonly reason: string };
  t.regex(reason, /^model_type "olmo" is not executed \(known: llama, mistral, .*gpt_neox\)$/);
});
