import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-words-'));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const HARDWARE = file('hardware.yaml', 'extends: eie-64pe\nname: My chip\n');
const LAYER = (name: string, columns: number) =>
  `  - { name: ${name}, generate: { rows: 8, columns: ${columns}, weightDensity: 0.5, activationDensity: 1 } }\n`;
const NETWORK = file('network.yaml', `name: Small\nlayers:\n${LAYER('fc', 16)}`);
const CHAIN = file('chain.yaml', `name: Chain\nchain: true\nlayers:\n${LAYER('fc1', 16)}${LAYER('fc2', 9)}`);
const NO_WEIGHTS = file('file.yaml', 'name: File\nweights: no-such.safetensors\n');
const RECORD = file('result.json', '{ "schemaVersion": 1 }');

const refused = test.macro<[readonly string[], 1 | 2, RegExp]>({
  exec: async (t, argv, code, message) => {
    const run = await runCli(...argv);
    t.is(run.code, code, run.err);
    t.is(run.out, '');
    t.regex(run.err, message);
  },
  title: (_, argv) => `refused: picojoule ${argv.map((word) => word.replace(folder, '.')).join(' ')}`,
});

// arguments in the wrong order, or of another kind
test(
  refused,
  ['run', NETWORK, HARDWARE],
  1,
  /network\.yaml: expected a hardware config, found a network; the machine goes before it: eie-64pe \S+network\.yaml \[WRONG_KIND\]/,
);
test(refused, ['run', 'eie-benchmark', 'eie-64pe'], 1, /expected a hardware config, found a network that is built in/);
test(
  refused,
  ['run', 'model.onnx'],
  1,
  /expected a hardware config, found a network: a weight file; the machine goes before it: eie-64pe model\.onnx/,
);
test(
  refused,
  ['check', 'model.onnx'],
  1,
  /model\.onnx: expected a config, found a file of weights .*picojoule inspect/,
);
test(refused, ['run', HARDWARE, HARDWARE], 1, /expected a network, found a hardware config/);
test(refused, ['run', HARDWARE, RECORD], 1, /expected a network, found the record of a result/);
test(refused, ['ladder', HARDWARE], 1, /expected a network, found a hardware config/);
test(refused, ['inspect', 'eie-fig8'], 1, /expected a network, found a sweep that is built in/);
test(refused, ['compress', HARDWARE], 1, /expected a network, found a hardware config/);
test(refused, ['sweep', NETWORK], 1, /expected a sweep, found a network/);
test(refused, ['run', HARDWARE, 'no-such-name'], 1, /no such file/);

// words that name nothing: the default of an argument must not run in their place
const STDIN = /^picojoule: -: standard input is not read/;
test(refused, ['run', 'eie-64pe', '-'], 2, STDIN);
test(refused, ['run', '-', NETWORK], 2, STDIN);
test(refused, ['check', '-'], 2, STDIN);
test(refused, ['sweep', '-'], 2, STDIN);
test(refused, ['compare', '-', folder], 2, STDIN);
test(refused, ['run', HARDWARE, ''], 2, /^picojoule: network: expected a value, found an empty word/);
test(refused, ['compare', '', folder], 2, /^picojoule: results: expected a value, found an empty word/);
test(refused, ['run', HARDWARE, NETWORK, '--out', ''], 2, /^picojoule: --out: expected a value, found an empty word/);
test(refused, ['run', HARDWARE, NETWORK, '--set', ' '], 2, /^picojoule: --set: expected a value, found an empty word/);
test(refused, ['run', '--', '-'], 1, /^\.\/-: no such file/);

// options that would do nothing
test(refused, ['run', HARDWARE, NETWORK, '--format', 'pdf'], 2, /--format does nothing without --out/);
test(refused, ['ladder', NETWORK, '--format', 'pdf'], 2, /--format does nothing without --out/);
test(refused, ['compare', 'a', 'b', '--format', 'pdf'], 2, /--format does nothing without --out/);
test(refused, ['sweep', 'eie-fig8', '--shards', '4'], 2, /--shards does nothing without --slurm/);

test('columns and width of tables that are not written are told, and change nothing', async (t) => {
  const out = join(folder, 'no-tables');
  const CSV = ['--out', out, '--format', 'csv,json'];
  const run = await runCli('run', HARDWARE, NETWORK, '--columns', 'cycles', '--width', 'page', ...CSV);
  t.is(run.code, 0);
  t.regex(run.err, /^warning: --columns does nothing without --format md or tex\nwarning: --width .* --format tex\n/);
  t.is(run.out, (await runCli('run', HARDWARE, NETWORK, ...CSV)).out);
});

test('a dash is the value of the option before it, but not of one that takes none', async (t) => {
  const asLayer = await runCli('run', HARDWARE, NETWORK, '--layer', '-');
  t.regex(asLayer.err, /no layer "-" in Small/);
  const asNetwork = await runCli('run', HARDWARE, '--json', '-');
  t.is(asNetwork.code, 2);
  t.regex(asNetwork.err, STDIN);
});

// values
test(refused, ['compress', NETWORK, '-o', 'out.onnx'], 2, /a \.safetensors file is written.* found "out\.onnx"/);
test(refused, ['compress', NETWORK, '--density', '110%'], 2, /--density: expected a share from 0 to 1 .* found "110%"/);
test(refused, ['cost', 'sram', '--capacity', '3'], 1, /^--capacity: expected .*\n--width: expected .* found nothing/);
test(refused, ['run', '--out', folder, '--format', 'pfd'], 1, /did you mean "pdf"\?/);

// check tells what a run would
test(refused, ['check', CHAIN], 1, /"fc2" takes 9 inputs, "fc1" before it gives 8 \[CHAIN_SHAPE\]/);
test(refused, ['check', NO_WEIGHTS], 1, /no-such\.safetensors: cannot be read/);

test('a table for a paper has the columns that were asked for', async (t) => {
  const out = join(folder, 'tables');
  const tables = await runCli(
    'run',
    HARDWARE,
    NETWORK,
    '--out',
    out,
    '--format',
    'csv, tex',
    '--columns',
    'cycles',
    '--width',
    'page',
  );
  t.is(tables.code, 0, tables.err);
  t.regex(readFileSync(join(out, 'time.tex'), 'utf8'), /\{cycles\}/);
});

test('what follows -- are arguments, also where they look like options', async (t) => {
  const { code, out } = await runCli('run', '--json', '--', HARDWARE, NETWORK);
  t.is(code, 0);
  t.is(JSON.parse(out).network.name, 'Small');
  t.regex((await runCli('run', '--', '--power')).err, /^\.\/--power: no such file/);
});

test('a share is written as a number or in per cent', async (t) => {
  const density = async (text: string) =>
    JSON.parse((await runCli('compress', NETWORK, '--density', text, '--json')).out).total;
  t.deepEqual(await density('25%'), await density('0.25'));
  t.deepEqual(await density('25 %'), await density('.25'));
});
