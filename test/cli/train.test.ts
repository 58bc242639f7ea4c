import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../run-cli.ts';
import { program, start } from '../sweep/program.ts';
import { smallData, smallRecipe } from '../train/small-data.ts';

const STAGES = `
  - train: { epochs: 3 }
  - iterate: { rounds: 2, prune: { density: 30 % }, retrain: { epochs: 1 } }
  - share: { codeBits: 4 }
  - fineTune: { epochs: 1 }
  - encode: {}
  - huffman: {}`;

function recipeFile(stages = STAGES, more = ''): { file: string; out: string; folder: string } {
  const folder = smallData();
  const file = join(folder, 'recipe.yaml');
  writeFileSync(file, smallRecipe(stages, `inferences: 100\n${more}`));
  return { file, out: join(folder, 'out'), folder };
}

test('a training leaves a network that runs with accuracy, by its folder, its YAML and its file', async (t) => {
  const { file, out } = recipeFile();
  const { code, out: printed, err } = await runCli('train', file, '--out', out, '--jobs', '1');
  t.is(code, 0, err);
  t.regex(printed, /corners, seed 1: 400 samples learnt, 200 tried/);
  t.regex(printed, /round 2: retrain +\d+\.\d\d +\d+\.\d\d +29\.96/);
  t.deepEqual(
    readdirSync(out)
      .filter((name) => !/\.(svg|vl\.json|csv)$|^\./.test(name))
      .toSorted(),
    ['inputs.npy', 'labels.npy', 'network.safetensors', 'network.yaml', 'result.json'],
  );
  t.true(readdirSync(out).includes('training-curve.svg'));
  const { stages } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
  const asked = ['--inputs', join(out, 'inputs.npy'), '--labels', join(out, 'labels.npy'), '--json'];
  for (const words of [
    [out, '--json'],
    [join(out, 'network.yaml'), '--json'],
    [join(out, 'network.safetensors'), ...asked],
    [out, ...asked],
  ]) {
    const { out: json, err: wrong } = await runCli('run', 'eie-64pe', ...words);
    const run = JSON.parse(json || '{}');
    // the first 100 of the 200 samples that the training tried, in fp32: three standard errors of 100
    const { originalTop1 } = run.inferences?.accuracy ?? {};
    t.true(Math.abs(originalTop1 - stages.at(-1).accuracy.top1) < 0.15, `${originalTop1} ${wrong}`);
  }
});

test('weights by value, and a convolution, run with the accuracy that the training tells', async (t) => {
  const folder = smallData();
  const file = join(folder, 'recipe.yaml');
  const layers = `
  - convolution: { name: conv1, outputs: 3, size: 3 }
  - maxPooling: { size: 2 }
  - relu: {}
  - dropout: { rate: 0.1 }
  - fullyConnected: { name: fc1, outputs: 4 }`;
  writeFileSync(file, smallRecipe('  - train: { epochs: 3 }\n  - prune: { density: 60 % }', 'inferences: 200', layers));
  const out = join(folder, 'out');
  const { code, err } = await runCli('train', file, '--out', out, '--format', 'json', '--jobs', '1');
  t.is(code, 0, err);
  const { stages } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
  const { out: json } = await runCli('run', 'eie-64pe', out, '--json');
  t.is(JSON.parse(json).inferences.accuracy.originalTop1, stages.at(-1).accuracy.top1);
});

test('a stage list starts from the network of another training', async (t) => {
  const { file, out, folder } = recipeFile('  - train: { epochs: 3 }');
  t.is((await runCli('train', file, '--out', out, '--format', 'json', '--jobs', '1')).code, 0);
  const before = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')).stages[0];
  const next = join(folder, 'next.yaml');
  writeFileSync(
    next,
    'extends: recipe.yaml\nweights: out/network.safetensors\nstages:\n  - encode: {}\n  - prune: { quality: 0.5 }\n',
  );
  const { code, err } = await runCli('train', next, '--out', join(folder, 'then'), '--format', 'json', '--jobs', '1');
  t.is(code, 0, err);
  const { stages } = JSON.parse(readFileSync(join(folder, 'then', 'result.json'), 'utf8'));
  t.deepEqual(stages[0].accuracy, before.accuracy);
  t.true(stages[1].density < 1);
});

test('--json prints the record alone, the same as result.json', async (t) => {
  const { file, out } = recipeFile('  - train: { epochs: 1 }');
  const { out: printed } = await runCli('train', file, '--out', out, '--json', '--format', 'json', '--jobs', '1');
  t.is(printed, readFileSync(join(out, 'result.json'), 'utf8'));
  t.is(JSON.parse(printed).stages[0].name, 'train');
});

test('files of another program are not replaced, and nothing is trained before that is known', async (t) => {
  const { file, out } = recipeFile('  - train: { epochs: 1 }');
  mkdirSync(out);
  writeFileSync(join(out, 'network.yaml'), 'mine');
  const { code, err } = await runCli('train', file, '--out', out, '--format', 'json', '--jobs', '1');
  t.is(code, 1);
  t.regex(err, /found network\.yaml, not written by picojoule/);
  t.is(readFileSync(join(out, 'network.yaml'), 'utf8'), 'mine');
  t.false(existsSync(join(out, 'training.checkpoint')));
});

test('words that are wrong', async (t) => {
  const { file } = recipeFile();
  t.regex((await runCli('train')).err, /Not enough non-option arguments/);
  t.regex((await runCli('train', file, '--seed', 'x')).err, /--seed: expected a whole number/);
  t.regex((await runCli('train', 'lenet-300-10')).err, /did you mean "lenet-300-100"/);
  t.regex(
    (await runCli('train', 'eie-64pe')).err,
    /expected a training recipe, found a hardware config that is built in/,
  );
  t.regex(
    (await runCli('run', 'eie-64pe', 'lenet-300-100')).err,
    /expected a network, found a training recipe that is built in/,
  );
});

test.serial('Ctrl-C keeps the last whole epoch, and the same command goes on to the same bytes', async (t) => {
  const { folder } = recipeFile('  - train: { epochs: 60 }\n  - prune: { density: 20 % }\n  - retrain: { epochs: 40 }');
  const words = (out: string) => ['train', 'recipe.yaml', '--out', out, '--jobs', '2', '--format', 'json,csv'];
  t.is((await program(folder, ...words('whole'))).code, 0);
  const { process: child, finished } = start(folder, words('stopped'));
  const checkpoint = join(folder, 'stopped', 'training.checkpoint');
  for (let tries = 0; tries < 6000 && !existsSync(checkpoint); tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGINT');
  // a computer with too much to do ends it before it can say that the last whole epoch is kept
  t.is((await finished).code, 130);
  t.deepEqual(readdirSync(join(folder, 'stopped')), ['training.checkpoint']);
  t.is((await program(folder, ...words('stopped'))).code, 0);
  const files = readdirSync(join(folder, 'whole'));
  t.deepEqual(readdirSync(join(folder, 'stopped')), files);
  for (const name of files.filter((one) => one !== 'result.json'))
    t.deepEqual(readFileSync(join(folder, 'stopped', name)), readFileSync(join(folder, 'whole', name)), name);
});

test('the program as it ships trains in several threads', (t) => {
  const { file, out } = recipeFile('  - train: { epochs: 1 }');
  execFileSync(process.execPath, ['dist/bin.js', 'train', file, '--out', out, '--jobs', '2', '--format', 'json'], {
    stdio: 'pipe',
  });
  t.true(readdirSync(out).includes('network.safetensors'));
});

test('the schema of recipes knows every stage', async (t) => {
  const { out } = await runCli('schema', 'training');
  const { properties } = JSON.parse(out);
  t.deepEqual(Object.keys(properties.stages.items.properties), [
    'train',
    'sensitivity',
    'prune',
    'retrain',
    'iterate',
    'share',
    'fineTune',
    'quantize',
    'encode',
    'huffman',
  ]);
});

test('a folder that cannot be made costs no training', async (t) => {
  const { file } = recipeFile('  - train: { epochs: 1 }');
  const blocked = join(mkdtempSync(join(tmpdir(), 'picojoule-train-')), 'file');
  writeFileSync(blocked, '');
  const { code, err } = await runCli('train', file, '--out', join(blocked, 'out'), '--jobs', '1');
  t.is(code, 1, err);
  t.regex(err, /file/);
});
