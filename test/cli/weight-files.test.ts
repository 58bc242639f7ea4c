import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { dump } from 'npyjs';
import { runCli } from '../run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
const file = (name: string, values: number[], ...shape: number[]): string => {
  const path = join(folder, name);
  writeFileSync(path, new Uint8Array(dump(Float32Array.from(values), shape)));
  return path;
};
const weights = file('w.npy', [0, 1.5, 0, -2, 0, 0.25], 2, 3);

test('inspect prints what a file holds', async (t) => {
  const { code, out } = await runCli('inspect', weights);
  t.is(code, 0);
  t.regex(out, /w +fullyConnected +2 x 3 +2 +3 +fp32 +3 +50\.00 +bitmask 3\.00 +4 +-2\.000 +1\.500/);
});

test('inspect --json is the record', async (t) => {
  const record = JSON.parse((await runCli('inspect', weights, '--json')).out);
  t.like(record, {
    format: 'npy',
    skipped: [],
    layers: [
      {
        name: 'w',
        kind: 'fullyConnected',
        rows: 2,
        columns: 3,
        nonZeroWeights: 3,
        weightDensity: 0.5,
        distinctValues: 4,
      },
    ],
  });
});

test('a file without layers exits 1 and says what was skipped', async (t) => {
  const { code, err } = await runCli('inspect', file('v.npy', [1, 2], 2));
  t.is(code, 1);
  t.regex(err, /v\.npy: expected weights .*shape \(2,\)/);
});

test('compress writes a file that runs as it is, twice the same', async (t) => {
  const [a, b] = ['a.safetensors', 'b.safetensors'].map((name) => join(folder, name));
  t.is((await runCli('compress', weights, '--density', '0.34', '-o', a)).code, 0);
  t.is((await runCli('compress', a, '-o', b)).code, 0);
  t.deepEqual(readFileSync(a), readFileSync(b));
  const result = JSON.parse((await runCli('run', 'eie-64pe', a, '--json')).out);
  t.is(result.layers[0].nonZeroWeights, 2);
});

test('compress prunes to a pattern, and tells which option belongs to which', async (t) => {
  const pattern = JSON.parse((await runCli('compress', weights, '--pattern', '1:2', '--json')).out);
  t.true(pattern.total.kept > 0 && pattern.total.density <= 0.5);
  const said = async (...argv: string[]) => {
    const { code, err } = await runCli('compress', weights, ...argv);
    t.is(code, 2);
    return err;
  };
  t.regex(await said('--pattern', '4:2'), /--pattern: expected N:M with N from 1 to M, such as 2:4, found "4:2"/);
  t.regex(await said('--banks', '2'), /--banks: belongs to --per-bank, which is not given/);
  t.regex(await said('--per-bank', '2'), /--per-bank: of how many banks\? name them with --banks/);
  t.regex(await said('--pattern', '2:4', '--balance', 'columns'), /--balance: belongs to --density/);
});

test('compress refuses options that mean nothing before it reads a weight', async (t) => {
  for (const [args, message] of [
    [['--number-format', 'q7.9x'], /--number-format: expected fp32, .*; found "q7\.9x"/],
    [['--inputs', 'x.npy'], /--inputs: what are the right answers\? name them with --labels/],
    [['--labels', 'x.npy'], /--labels: of which inputs\? name them with --inputs/],
  ] as const) {
    const { code, err } = await runCli('compress', 'eie-benchmark', ...args);
    t.is(code, 2);
    t.regex(err, message);
  }
});

test('compress refuses two pruning rules as wrong usage', async (t) => {
  const { code, err } = await runCli('compress', weights, '--density', '0.5', '--quality', '1');
  t.is(code, 2);
  t.regex(err, /one rule at a time/);
});

test('a run takes its inputs from a file', async (t) => {
  const inputs = file('x.npy', [1, 0, 4], 3);
  const { out } = await runCli('run', 'eie-64pe', weights, '--inputs', inputs, '--json', '--outputs');
  t.deepEqual(JSON.parse(out).layers[0].outputs.values, [0, -1]);
});

test('a network file takes its weights, pruning and inputs from its own folder', async (t) => {
  file('in.npy', [1, 1, 1], 3);
  const network = join(folder, 'net.yaml');
  writeFileSync(network, 'name: n\nweights: w.npy\ninputs: in.npy\ncompress: { prune: { threshold: 1 } }\n');
  const result = JSON.parse((await runCli('run', 'eie-64pe', network, '--json', '--outputs')).out);
  t.deepEqual(result.layers[0].outputs.values, [1.5, -2]);
});

test('a layer of a network file may come from a weight file', async (t) => {
  const network = join(folder, 'layers.yaml');
  writeFileSync(network, 'name: n\nlayers:\n  - { name: fc, weights: { file: w.npy, activationDensity: 0 } }\n');
  const { out, err } = await runCli('run', 'eie-64pe', network, '--json');
  t.is(JSON.parse(out).layers[0].name, 'fc');
  t.is(JSON.parse(out).layers[0].multiplyAccumulates, 0);
  t.regex(err, /fc: no inputs given: activations generated with density 0/);
});

test('compress takes a network file with its rules, and the file that it writes runs alike', async (t) => {
  file('more.npy', [0.5, -1, 0.25, 2, -0.125, 1], 2, 3);
  file('in2.npy', [1, 0.5, 2], 3);
  const network = join(folder, 'chain.yaml');
  writeFileSync(
    network,
    'name: n\nchain: true\ninputs: in2.npy\ncompress: { prune: { density: 0.5 }, share: { codeBits: 2 } }\nlayers:\n  - { name: fc, activation: tanh, weights: { file: more.npy } }\n',
  );
  const written = join(folder, 'chain.safetensors');
  const { code, out } = await runCli('compress', network, '-o', written);
  t.is(code, 0);
  t.regex(out, /fc +6 +50\.00 +0 +3\/3/);
  const outputs = async (...argv: string[]) =>
    JSON.parse((await runCli('run', 'eie-64pe', ...argv, '--json', '--outputs')).out).layers[0].outputs.values;
  t.deepEqual(await outputs(written, '--inputs', join(folder, 'in2.npy')), await outputs(network));
  const other = JSON.parse((await runCli('compress', network, '--density', '0.34', '--json')).out);
  t.is(other.total.kept, 2, 'an option goes before the file');
});

test('compress and inspect take the name of a built-in network', async (t) => {
  const { code, out } = await runCli('inspect', 'eie-benchmark', '--json');
  t.is(code, 0);
  t.like(JSON.parse(out).layers[8], { name: 'NT-LSTM', rows: 2400, columns: 1201, nonZeroWeights: 288240 });
});
