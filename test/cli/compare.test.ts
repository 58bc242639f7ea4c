import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { runCli } from '../run-cli.ts';
import { smallFolder } from '../sweep/small-sweep.ts';

async function twoRuns(): Promise<{ a: string; b: string; folder: string }> {
  const folder = smallFolder();
  const [a, b] = [join(folder, 'a'), join(folder, 'b')];
  const run = (out: string, ...rest: string[]) =>
    runCli('run', 'eie-64pe', join(folder, 'network.yaml'), '--out', out, '--format', 'json', ...rest);
  await run(a);
  await run(b, '--set', 'clock=400 MHz');
  return { a, b, folder };
}

test('two runs: what changed, and each number with its change', async (t) => {
  const { a, b, folder } = await twoRuns();
  const { code, out } = await runCli('compare', a, b, '--out', join(folder, 'c'));
  t.is(code, 0);
  t.regex(out, /hardware\.clockHz +800000000 +400000000/);
  t.regex(out, /price\.codebook\.leakage \(pJ\) +\d/);
  t.regex(out, /total +time \(µs\) +\S+ +\S+ +\+100\.00 %/);
  t.deepEqual(
    readdirSync(join(folder, 'c')).toSorted(),
    [
      '.picojoule-files',
      'changes.csv',
      'differences.csv',
      'comparison.csv',
      'comparison.json',
      'comparison.svg',
      'comparison.vl.json',
    ].toSorted(),
  );
  t.regex(
    readFileSync(join(folder, 'c', 'differences.csv'), 'utf8'),
    /^label,metric,a,b,b: difference,b: relative difference\ntotal,timeUs,/,
  );
});

test('a result beside itself differs in nothing, and that is said', async (t) => {
  const { a } = await twoRuns();
  const { code, out } = await runCli('compare', a, a);
  t.is(code, 0);
  t.regex(out, /Nothing differs: all \d+ numbers are the same/);
  t.notRegex(out, /Numbers that differ/);
});

test('--fail-over ends with 1 where a metric worsened by more, and names it', async (t) => {
  const { a, b } = await twoRuns();
  const worse = await runCli('compare', a, b, '--fail-over', '2%');
  t.is(worse.code, 1);
  t.regex(worse.err, /worse: total timeUs: 100\.00 %/);
  t.is((await runCli('compare', a, b, '--fail-over', '200%')).code, 0);
  t.is((await runCli('compare', a, a, '--fail-over', '0%')).code, 0);
  t.is((await runCli('compare', a, b, '--fail-over', 'two')).code, 2);
  t.is((await runCli('compare', a, b, '--fail-over', '2')).code, 2, 'percent, or twice?');
});

test('one result is nothing to compare', async (t) => {
  const { a } = await twoRuns();
  const { code, err } = await runCli('compare', a);
  t.is(code, 2);
  t.regex(err, /expected two or more results, found 1/);
});
