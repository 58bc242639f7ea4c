import test from 'ava';
import type { ExplainedCycles } from '../../src/run/explain.ts';
import { TERMS } from '../../src/run/explain.ts';
import { runCli } from '../run-cli.ts';

test('a number of the record is told with its formula, what changes it and where its authors tell of it', async (t) => {
  const { code, out } = await runCli('explain', 'starvedCycles');
  t.is(code, 0);
  t.is(
    out,
    `starved cycles (PE-cycles): cycles in which PEs wait for work, summed over PEs
formula: cycles x processingElements - busyCycles - emptyColumnCycles
changed by: a deeper activation queue, weights spread more evenly
source: EIE (ISCA 2016) section VI.A
in the record: starvedCycles
`,
  );
});

test('every number of the record is told, and `list numbers` has them all', async (t) => {
  const { out } = await runCli('list', 'numbers');
  for (const { name } of TERMS) {
    t.true(out.includes(`${name} `), name);
    t.is((await runCli('explain', name)).code, 0);
  }
});

test('why a layer takes its cycles: parts that add up to what a run takes', async (t) => {
  const layer = ['eie-64pe', 'eie-benchmark', '--layer', 'NT-We', '--json'];
  const explained = JSON.parse((await runCli('explain', 'cycles', ...layer)).out) as ExplainedCycles;
  const { layers } = JSON.parse((await runCli('run', ...layer)).out) as { layers: { cycles: number }[] };
  t.is(explained.cycles, layers[0].cycles);
  t.is(
    explained.parts.reduce((sum, { cycles }) => sum + cycles, 0),
    layers[0].cycles,
  );
  t.regex(
    (await runCli('explain', 'cycles', ...layer.slice(0, -1))).out,
    /^NT-We takes 6051 cycles; .*PEs in turn, PE \d+ most/s,
  );
});

test('weights from DRAM are a part of their own', async (t) => {
  const layer = ['eie-64pe', 'eie-benchmark', '--layer', 'NT-We', '--set', 'weights.home=dram', '--json'];
  const explained = JSON.parse((await runCli('explain', 'cycles', ...layer)).out) as ExplainedCycles;
  t.is(explained.parts[0].title, 'waiting for weights from DRAM');
  t.is(
    explained.parts.reduce((sum, { cycles }) => sum + cycles, 0),
    explained.cycles,
  );
});

for (const [args, message] of [
  [['starvedCycle'], /no number of the record "starvedCycle" .*did you mean "starvedCycles"/],
  [['bypasses', '--layer', 'NT-We'], /--layer: cycles are explained layer by layer, bypasses is not/],
  [['cycles', 'tpu-v1', '--layer', 'NT-We'], /a systolic does not tell why it takes its cycles/],
] as const)
  test(`explain ${args.join(' ')} is refused`, async (t) => {
    const { code, err } = await runCli('explain', ...args);
    t.not(code, 0);
    t.regex(err, message);
  });
