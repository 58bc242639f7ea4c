import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../run-cli.ts';
import { smallFolder, sweepText } from '../sweep/small-sweep.ts';

const folder = smallFolder();
const result = join(folder, 'run');
const newFolder = () => mkdtempSync(join(tmpdir(), 'picojoule-plot-'));

test.before(async () => {
  await runCli('run', 'eie-64pe', join(folder, 'network.yaml'), '--out', result, '--format', 'json');
});

test('without names every chart that the run supports is drawn, in each format', async (t) => {
  const out = newFolder();
  const { code, out: printed } = await runCli('plot', result, '--format', 'svg,vl.json', '--out', out);
  t.is(code, 0);
  const names = readdirSync(out);
  for (const chart of ['energy-by-component', 'arithmetic-against-memory', 'load-balance'])
    for (const format of ['svg', 'vl.json']) t.true(names.includes(`${chart}.${format}`));
  t.deepEqual(printed.trim().split('\n').toSorted(), names.map((name) => join(out, name)).toSorted());
});

test('the charts named are drawn, and nothing else', async (t) => {
  const out = newFolder();
  const { code } = await runCli('plot', join(result, 'result.json'), 'load-balance', 'load-balance', '--out', out);
  t.is(code, 0);
  t.deepEqual(readdirSync(out), ['load-balance.svg']);
});

test('without --out the charts stand beside the record', async (t) => {
  const copy = newFolder();
  writeFileSync(join(copy, 'result.json'), readFileSync(join(result, 'result.json')));
  await runCli('plot', join(copy, 'result.json'), 'load-balance', '--format', 'csv');
  await runCli('plot', copy, 'energy-by-component', '--format', 'csv');
  t.deepEqual(readdirSync(copy).toSorted(), ['energy-by-component.csv', 'load-balance.csv', 'result.json']);
});

test('the style says how wide the chart is', async (t) => {
  const out = newFolder();
  await runCli('plot', result, 'load-balance', '--style', 'column', '--out', out);
  t.regex(readFileSync(join(out, 'load-balance.svg'), 'utf8'), /<svg[^>]* width="251\.05pt"/);
});

test('a sweep, a ladder and a comparison are plotted from their folders', async (t) => {
  const sweep = join(newFolder(), 'sweep');
  const ladder = join(newFolder(), 'ladder');
  const comparison = join(newFolder(), 'comparison');
  const network = join(folder, 'network.yaml');
  const file = join(folder, 'sweep.yaml');
  writeFileSync(file, sweepText('hardware: eie-64pe\naxes: { activationQueue.depth: [2, 8] }\n'));
  await runCli('sweep', file, '--out', sweep, '--format', 'json', '--jobs', '1');
  await runCli('ladder', network, '--out', ladder, '--format', 'json');
  await runCli('compare', result, result, '--out', comparison, '--format', 'json');
  for (const [source, chart] of [
    [sweep, 'sweep-lines'],
    [ladder, 'ladder'],
    [comparison, 'comparison'],
  ]) {
    const { code, err } = await runCli('plot', source);
    t.is(code, 0, err);
    t.true(existsSync(join(source, `${chart}.svg`)), `${chart} in ${source}`);
  }
});

test('a chart that needs no result stands in place of one, or beside any', async (t) => {
  const out = newFolder();
  t.is((await runCli('plot', 'operation-costs', 'number-formats', '--out', out)).code, 0);
  t.deepEqual(readdirSync(out).toSorted(), ['number-formats.svg', 'operation-costs.svg']);
  const beside = newFolder();
  t.is((await runCli('plot', result, 'operation-costs', '--out', beside)).code, 0);
  t.deepEqual(readFileSync(join(beside, 'operation-costs.svg')), readFileSync(join(out, 'operation-costs.svg')));
});

test('every name that is wrong is told at once, with the nearest and with those that fit, and nothing is written', async (t) => {
  const out = join(newFolder(), 'out');
  const { code, err } = await runCli('plot', result, 'enrgy-by-component', 'heat-map', 'load-balance', '--out', out);
  t.is(code, 1);
  const [unknown, unfit, ...rest] = err.trim().split('\n');
  t.regex(
    unknown,
    /no chart "enrgy-by-component" \(charts that fit: .*load-balance.*did you mean "energy-by-component"\?/,
  );
  t.regex(unfit, /chart "heat-map" cannot be drawn: it draws a sweep, this is a run \(charts that fit: .*load-balance/);
  t.deepEqual(rest, []);
  t.false(existsSync(out));
});

test('a chart without its result is told so', async (t) => {
  const { code, err } = await runCli('plot', 'load-balance');
  t.is(code, 1);
  t.regex(
    err,
    /it draws a run, and no result was given \(charts that fit: operation-costs, number-formats, weight-formats\)/,
  );
});

const refused = test.macro(async (t, args: readonly string[], exitCode: number, message: RegExp) => {
  const out = join(newFolder(), 'out');
  const { code, err } = await runCli('plot', ...args, '--out', out);
  t.is(code, exitCode, err);
  t.regex(err, message);
  t.false(existsSync(out));
});

test('a missing result is refused', refused, [join(folder, 'nowhere')], 1, /nowhere: no such file or folder/);
test('a format without charts is refused', refused, [result, '--format', 'svg,md'], 1, /format md holds no charts/);
test('an unknown format is refused', refused, [result, '--format', 'pngg'], 1, /no format "pngg".*did you mean "png"/);
test(
  'an unknown style is wrong usage',
  refused,
  [result, '--style', 'colum'],
  2,
  /"column", "page", "slide", "screen"/,
);
test('no result is wrong usage', refused, [], 2, /at least 1/);
test(
  'another JSON file is refused',
  refused,
  ['package.json'],
  1,
  /package\.json: expected a record that charts can draw/,
);

test('a folder without a result, and one with half a record, are refused', async (t) => {
  const empty = newFolder();
  t.regex((await runCli('plot', empty)).err, /expected result\.json or .* in the folder, found none of them/);
  writeFileSync(join(empty, 'result.json'), '{"layers": [');
  t.regex((await runCli('plot', empty)).err, /result\.json: expected a JSON record, found a file that is cut off/);
});

test('a file that cannot be written leaves none of the others', async (t) => {
  const out = newFolder();
  mkdirSync(join(out, 'load-balance.svg', 'taken'), { recursive: true });
  const { code, err } = await runCli('plot', result, 'load-balance', '--out', out);
  t.is(code, 1);
  t.regex(err, /load-balance\.svg: is a folder, a file was expected/);
  t.deepEqual(readdirSync(out), ['load-balance.svg']);
});

test('what a chart of a sweep leaves out is said on standard error, for the charts drawn only', async (t) => {
  const out = newFolder();
  const file = join(out, 'sweep.yaml');
  const network = join(folder, 'network.yaml');
  const axes = 'axes: { activationQueue.depth: [2, 8], clock: [400 MHz, 800 MHz], processingElements: [4, 8] }\n';
  writeFileSync(file, sweepText(`hardware: eie-64pe\n${axes}`).replace('network.yaml', network));
  await runCli('sweep', file, '--out', join(out, 'sweep'), '--format', 'json', '--jobs', '1');
  t.regex((await runCli('plot', join(out, 'sweep'), 'heat-map')).err, /^chart heat-map: 4 of 8 points are drawn, /);
  t.is((await runCli('plot', join(out, 'sweep'), 'pareto-front')).err, '');
});
