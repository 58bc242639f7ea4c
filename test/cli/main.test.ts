import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../run-cli.ts';

const LAYER = 'examples/first-layer/network.yaml';

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'picojoule-'));
}

test('a run prints the table on standard output and nothing else there', async (t) => {
  const { code, out, err } = await runCli('run', 'eie-64pe', LAYER);
  t.is(code, 0);
  t.regex(out, /fc8 +1000x4096/);
  t.regex(out, /inferences\/J/);
  t.is(err, '');
});

test('--json prints the result record alone', async (t) => {
  const { out } = await runCli('run', 'eie-64pe', LAYER, '--json');
  t.is(JSON.parse(out).schemaVersion, 1);
});

test('--outputs puts every output value into the record, without it only the hash is there', async (t) => {
  const bare = JSON.parse((await runCli('run', 'eie-64pe', LAYER, '--json')).out).layers[0];
  const full = JSON.parse((await runCli('run', 'eie-64pe', LAYER, '--json', '--outputs')).out).layers[0];
  t.is(full.outputs.values.length, bare.rows);
  t.is(bare.outputs.values, undefined);
  t.is(full.outputs.sha256, bare.outputs.sha256);
});

test('--set changes a key for this run, and the last of two wins', async (t) => {
  const run = (...argv: string[]) => runCli('run', 'eie-64pe', LAYER, '--json', ...argv);
  const { out } = await run('--set', 'activationQueue.depth=2', '--set', 'activationQueue.depth=16');
  t.is(JSON.parse(out).hardware.activationQueue.depth, 16);
});

test('--seed draws another network, and the same seed the same one', async (t) => {
  const hash = async (...argv: string[]) =>
    JSON.parse((await runCli('run', 'eie-64pe', LAYER, '--json', ...argv)).out).layers[0].outputs.sha256;
  t.is(await hash('--seed', '7'), await hash('--seed', '7'));
  t.not(await hash('--seed', '7'), await hash());
});

test('an unknown layer is an error that names the known ones', async (t) => {
  const { code, err } = await runCli('run', 'eie-64pe', LAYER, '--layer', 'fc.9');
  t.is(code, 1);
  t.regex(err, /no layer "fc\.9" in A first layer \(known: fc8/);
});

const isUsageError = test.macro(async (t, argv: readonly string[], message: RegExp) => {
  const { code, out, err } = await runCli(...argv);
  t.is(code, 2);
  t.is(out, '');
  t.regex(err, message);
  t.notRegex(err, /\n\s+at /, 'no stack trace');
});

test('an unknown command exits 2 and names the nearest', isUsageError, ['rum'], /Did you mean run\?/);
test('an unknown option exits 2', isUsageError, ['run', '--dept', '4'], /dept/);
test('--out twice is an error, not a list', isUsageError, ['run', '--out', 'a', '--out', 'b'], /--out takes one value/);
test('an option without its value exits 2', isUsageError, ['run', '--layer'], /layer/);
test(
  'a seed that is no number exits 2',
  isUsageError,
  ['run', '--seed', 'x'],
  /--seed: expected a whole number from 0 to 4294967295, found "x"/,
);
test('no command exits 2', isUsageError, [], /which command/);

const isUserError = test.macro(async (t, argv: readonly string[], message: RegExp) => {
  const { code, out, err } = await runCli(...argv);
  t.is(code, 1);
  t.is(out, '');
  t.regex(err, message);
  t.notRegex(err, /\n\s+at /, 'no stack trace');
});

test('a missing hardware file is one line', isUserError, ['run', 'no-such.yaml'], /^no-such\.yaml: .*\n$/);
test('a missing network file is one line', isUserError, ['run', 'eie-64pe', 'no-such.yaml'], /^no-such\.yaml: .*\n$/);
test(
  'a folder without a dump is one line',
  isUserError,
  ['run', 'eie-64pe', 'src'],
  /^src: expected a network file or an EIE dump folder/,
);
test(
  'a misspelt key in --set names the nearest',
  isUserError,
  ['run', '--set', 'activationQueue.dept=4'],
  /did you mean "depth"/,
);
test(
  'an unknown format names the known ones',
  isUserError,
  ['run', 'eie-64pe', LAYER, '--format', 'svgg', '--out', '/tmp/x'],
  /did you mean "svg"/,
);

test('an output folder that is a file is refused by name, and nothing is written', async (t) => {
  const file = join(folder(), 'result');
  writeFileSync(file, 'mine');
  const { code, err } = await runCli('run', 'eie-64pe', LAYER, '--out', file);
  t.is(code, 1);
  t.true(err.includes(file));
  t.is(readFileSync(file, 'utf8'), 'mine');
});

test('codes that do not fit encoding.codeBits are refused', async (t) => {
  const { code, err } = await runCli('run', 'eie-64pe', LAYER, '--set', 'encoding.codeBits=3');
  t.is(code, 1);
  t.regex(err, /expected codes below 8 \(encoding\.codeBits: 3\), found code 15/);
});

test('check names every fault of a file with its place, and exits 1', async (t) => {
  const file = join(folder(), 'bad.yaml');
  writeFileSync(file, 'name: x\ntechnology: 45 nm\nclokc: 800 MHz\nprocessingElements: 0\n');
  const { code, err } = await runCli('check', file);
  t.is(code, 1);
  t.regex(err, /bad\.yaml:3:1 .*did you mean "clock"/);
  t.regex(err, /bad\.yaml:4:21 processingElements: .*found 0/);
});

test('init writes a config that passes check and runs, and never overwrites one', async (t) => {
  const file = join(folder(), 'mine.yaml');
  t.is((await runCli('init', file)).code, 0);
  t.is((await runCli('check', file)).code, 0);
  t.is((await runCli('run', file, LAYER)).code, 0);
  t.is((await runCli('init', file)).code, 1);
});

test('schema prints JSON Schema for each kind of file', async (t) => {
  for (const kind of ['hardware', 'network', 'energy']) {
    t.is(JSON.parse((await runCli('schema', kind)).out).type, 'object', kind);
  }
});

for (const config of readdirSync('configs', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
)) {
  test(`configs/${config} passes check`, async (t) => {
    const { code, err } = await runCli('check', join('configs', config));
    t.is(code, 0, err);
  });
}
