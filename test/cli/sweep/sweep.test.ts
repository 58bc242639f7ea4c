import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../../run-cli.ts';
import { smallFolder, sweepText } from '../../sweep/small-sweep.ts';

function sweepFile(body: string): { file: string; out: string } {
  const folder = smallFolder();
  const file = join(folder, 'sweep.yaml');
  writeFileSync(file, sweepText(body));
  return { file, out: join(folder, 'out') };
}

const BODY =
  'axes:\n  activationQueue.depth: [2, 8]\n  clock: [400 MHz, 800 MHz]\nmetrics: [timeUs, energyPj.total]\npareto: [timeUs, energyPj.total]\n';

test('a sweep prints its points and writes one row a point, units in the header', async (t) => {
  const { file, out } = sweepFile(BODY);
  const { code, out: printed } = await runCli('sweep', file, '--out', out, '--jobs', '1');
  t.is(code, 0);
  t.regex(printed, /small sweep: 4 points \(2 values of queue depth, 2 values of clock\)/);
  t.regex(printed, /Sensitivity: mean elasticity/);
  const lines = readFileSync(join(out, 'points.csv'), 'utf8').trim().split('\n');
  t.is(lines[0], 'point,activationQueue.depth,clock (Hz),timeUs,energyPj.total,onParetoFront');
  t.is(lines.length, 5);
  t.true(readdirSync(out).includes('pareto-front.svg'));
});

test('--json prints the record alone, the same as sweep.json', async (t) => {
  const { file, out } = sweepFile(BODY);
  const { out: printed } = await runCli('sweep', file, '--out', out, '--jobs', '1', '--json', '--format', 'json');
  t.is(printed, readFileSync(join(out, 'sweep.json'), 'utf8'));
});

test('a failed point makes the exit code 1 and is told with its reason', async (t) => {
  const { file, out } = sweepFile('axes:\n  processingElements: [0, 2]\nmetrics: [timeUs]\n');
  const { code, err } = await runCli('sweep', file, '--out', out, '--jobs', '1');
  t.is(code, 1);
  t.regex(err, /point 0 failed: .*expected a whole number from 1/);
  t.regex(err, /1 of 2 points failed; the same command tries them again/);
  t.is(err.match(/^warning: .*points with it fail$/gm)?.length, 1, err);
  t.regex(readFileSync(join(out, 'points.csv'), 'utf8'), /^0,0,,.*expected a whole number/m);
});

test('shards and --merge give the files of one run', async (t) => {
  const { file, out } = sweepFile(BODY);
  await runCli('sweep', file, '--out', `${out}-whole`, '--jobs', '1');
  for (const shard of ['1/2', '0/2']) {
    const { code, out: printed } = await runCli('sweep', file, '--out', out, '--jobs', '1', '--shard', shard);
    t.is(code, 0);
    t.regex(printed, /2 of 2 points of this shard done/);
  }
  t.false(existsSync(join(out, 'sweep.json')));
  t.is((await runCli('sweep', '--merge', '--out', out)).code, 0);
  for (const name of readdirSync(out).filter((one) => one.includes('.')))
    t.is(readFileSync(join(out, name), 'utf8'), readFileSync(join(`${out}-whole`, name), 'utf8'), name);
});

const wrong = test.macro({
  async exec(t, argv: readonly string[], message: RegExp) {
    const { code, err } = await runCli('sweep', ...argv);
    t.is(code, 2);
    t.regex(err, message);
  },
  title: (_, argv: readonly string[]) => `wrong usage: sweep ${argv.join(' ')}`,
});

test(wrong, [], /expected one sweep file, found none/);
test(wrong, ['eie-fig8', '--shard', '2/2'], /--shard: expected i\/n with 0 <= i < n, found "2\/2"/);
test(wrong, ['eie-fig8', '--jobs', '0'], /--jobs: expected a whole number from 1 to 256/);
test(wrong, ['--merge'], /expected the folders of shards/);

test('check and schema know sweep files', async (t) => {
  const { file } = sweepFile(BODY);
  t.regex((await runCli('check', file)).out, /a valid sweep file/);
  t.truthy(JSON.parse((await runCli('schema', 'sweep')).out).properties.axes);
});
