import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import { compareResults } from '../../src/compare/compare-results.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { loadNetwork } from '../../src/node/read-networks.ts';
import { pointsCsv } from '../../src/report/csv/points-csv.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import type { SweepConfig } from '../../src/sweep/config/sweep.ts';
import { numberAt } from '../../src/sweep/metrics/number-at.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import type { SweepResult } from '../../src/sweep/sweep-result.ts';
import { smallFolder, smallSweep, sweepText } from './small-sweep.ts';
import { sweepFaults } from './sweep-faults.ts';

const NOT_VALIDATED = "not validated against the authors' simulator";

async function resultOf(config: SweepConfig): Promise<SweepResult> {
  const { result } = await runSweep(config, { jobs: 0 });
  return result!;
}

async function faultsOf(body: string): Promise<string[]> {
  const file = join(smallFolder(), 'sweep.yaml');
  writeFileSync(file, sweepText(body));
  return (await sweepFaults(file)).map((fault) => fault.replace(/^\d+ /, ''));
}

const ALL = '[eie-64pe, systolic-8x8, 2-of-4, bbs, ese, eyeriss-v2-pe, cambricon-x, cambricon-s, scnn]';

test('a point of the axis machine has exactly the numbers of a run of that config', async (t) => {
  const paths = ['cycles', 'timeUs', 'energyPj.total', 'utilization', 'multiplyAccumulates'];
  const config = await smallSweep(
    `axes:\n  machine: ${ALL}\n  clock: [400 MHz, 800 MHz]\n  batch: [1, 3]\nmetrics: [${paths.join(', ')}]\n`,
  );
  const { points, machines } = await resultOf(config);
  t.is(points.length, 36);
  t.is(machines?.length, 9);
  for (const { axes, metrics } of points) {
    const hardware = await loadHardware(String(axes.machine), { set: [`clock=${axes.clock} Hz`] });
    const network = await loadNetwork(config.network, { batch: Number(axes.batch) });
    const { totals } = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
    for (const path of paths) t.is(metrics[path], numberAt(totals, path)!, `${path} at ${JSON.stringify(axes)}`);
  }
});

test('passes are remembered for each machine: of a clock none runs again', async (t) => {
  const ran = async (clocks: string) => {
    const config = await smallSweep(`axes:\n  machine: ${ALL}\n  clock: [${clocks}]\nmetrics: [timeUs]\n`);
    return (await runSweep(config, { jobs: 0 })).ran;
  };
  const { charge: once, ...passes } = await ran('400 MHz');
  const { charge: thrice, ...again } = await ran('400 MHz, 600 MHz, 800 MHz');
  t.deepEqual([once, thrice], [9, 27]);
  t.deepEqual(again, passes);
});

test('the frame tells the passes that run', async (t) => {
  const { result, ran } = await runSweep(
    await smallSweep(`axes:\n  machine: ${ALL}\n  clock: [400 MHz, 800 MHz]\nmetrics: [timeUs]\n`),
    { jobs: 0 },
  );
  t.deepEqual(result!.passes, ran);
});

test('a key that a machine does not have is refused by name; whereKnown changes the others alone', async (t) => {
  t.deepEqual(await faultsOf('axes:\n  machine: [eie-64pe, systolic-8x8, scnn]\n  activationQueue.depth: [2]\n'), [
    'axes.activationQueue.depth: expected a key of every machine, found one that systolic-8x8, scnn do not have; whereKnown: [activationQueue.depth] changes only eie-64pe',
  ]);
  t.deepEqual(await faultsOf('set: { processingElements: 16 }\naxes:\n  machine: [eie-64pe, systolic-8x8]\n'), [
    'set.processingElements: systolic-8x8: unknown key "processingElements"',
  ]);
  t.deepEqual(await faultsOf('hardware: systolic-8x8\naxes:\n  activationQueue.depth: [2]\n'), [
    'axes.activationQueue.depth: expected a key of the machine, found "activationQueue.depth" of another kind of machine',
  ]);
  t.deepEqual(await faultsOf('hardware: eie-64pe\naxes:\n  machine: [eie-64pe]\n'), [
    'hardware: expected either hardware or the axis machine, found both',
  ]);
  t.deepEqual(await faultsOf('whereKnown: [clock, depth]\naxes:\n  clock: [1 GHz]\n'), [
    'whereKnown[0]: expected the axis machine: without it there is one machine to change',
    'whereKnown[1]: no axis and no key of set "depth"',
  ]);
  const config = await smallSweep(
    'axes:\n  activationQueue.depth: [2, 8]\n  machine: [eie-64pe, systolic-8x8, scnn]\nwhereKnown: [activationQueue.depth]\nconstraints: [activationQueue.depth <= 8]\nbaseline: { machine: eie-64pe, activationQueue.depth: 8 }\npareto: [timeUs, energyPj.total]\nmetrics: [timeUs, energyPj.total, loadBalanceEfficiency]\n',
  );
  const result = await resultOf(config);
  t.deepEqual(
    result.points.map(({ index, axes }) => [index, axes]),
    [
      [0, { 'activationQueue.depth': 2, machine: 'eie-64pe' }],
      [1, { machine: 'systolic-8x8' }],
      [2, { machine: 'scnn' }],
      [3, { 'activationQueue.depth': 8, machine: 'eie-64pe' }],
    ],
  );
  const [, array, , base] = result.points;
  t.is(array.relative!.timeUs, array.metrics.timeUs! / base.metrics.timeUs!);
  t.is(array.metrics.loadBalanceEfficiency, null);
  // what a machine lacks takes no part in how metrics follow the axis
  const depth = result.sensitivity.find(({ axis, metric }) => axis === 'activationQueue.depth' && metric === 'timeUs')!;
  const [shallow] = result.points;
  t.is(depth.elasticity!.mean, Math.log(base.metrics.timeUs! / shallow.metrics.timeUs!) / Math.log(4));
  const [head, ...rows] = [...pointsCsv(result)].join('').trimEnd().split('\n');
  t.true(head.startsWith('point,activationQueue.depth,machine,timeUs'));
  t.true(rows[1].startsWith('1,,systolic-8x8,'));
  t.deepEqual(
    rows.map((row) => row.includes(NOT_VALIDATED)),
    [false, false, true, false],
  );
});

test('a machine that cannot be read, and a word that only another one takes, fail their points alone', async (t) => {
  const config = await smallSweep(
    'axes:\n  machine: [eie-64p, eie-64pe, systolic-8x8]\n  weights.home: [sparseMatrix, dram]\nmetrics: [timeUs]\n',
  );
  const { points, warnings } = await resultOf(config);
  t.deepEqual(
    points.map(({ error }) => error !== undefined),
    [true, true, false, false, true, false],
  );
  t.regex(points[0].error!, /no such file "eie-64p".*did you mean "eie-64pe"/);
  t.regex(points[4].error!, /expected one of weights, dram, found "sparseMatrix"/);
  t.true(warnings.some((text) => text.includes('eie-64p')));
});

test('machines that differ in what a comparison should hold fixed are told', async (t) => {
  const { warnings } = await smallSweep('axes:\n  machine: [eie-64pe, scnn]\n');
  t.regex(warnings.join(), /differ in multipliers \(64, 1024\), technology \(45 nm, 16 nm\)/);
  const same = await smallSweep('axes:\n  machine: [eie-64pe, systolic-8x8]\n');
  t.false(same.warnings.some((text) => text.includes('differ')));
});

test('a sweep over machines is resumed, and begins anew where the file of one has changed', async (t) => {
  const folder = smallFolder();
  const own = join(folder, 'own.yaml');
  writeFileSync(own, 'name: own\nmachine: systolic\narray: { rows: 4, columns: 4 }\n');
  const body = `axes:\n  machine: [eie-64pe, ${own}]\n  clock: [400 MHz, 800 MHz]\nmetrics: [timeUs]\n`;
  const out = mkdtempSync(join(tmpdir(), 'picojoule-machines-'));
  const whole = await runSweep(await smallSweep(body, folder), { jobs: 0, folder: out });
  t.is(whole.ran.charge, 4);
  const again = await runSweep(await smallSweep(body, folder), { jobs: 0, folder: out });
  t.is(again.ran.charge, 0);
  t.deepEqual(again.result, whole.result);
  writeFileSync(own, readFileSync(own, 'utf8').replace('rows: 4', 'rows: 8'));
  const error = await runSweep(await smallSweep(body, folder), { jobs: 0, folder: out }).catch(
    (thrown: unknown) => thrown,
  );
  t.true(error instanceof UserError);
  t.regex((error as UserError).message, /array.rows/);
});

test('sweeps over machines are compared point by point, and say which machines nobody validated', async (t) => {
  const body =
    'axes:\n  machine: [eie-64pe, scnn]\n  activationQueue.depth: [2, 8]\nwhereKnown: [activationQueue.depth]\nmetrics: [timeUs]\n';
  const record = await resultOf(await smallSweep(body));
  const { rows, machines } = compareResults([
    { kind: 'sweep', name: 'a', record },
    { kind: 'sweep', name: 'b', record },
  ]);
  t.deepEqual(
    rows.map(({ label }) => label),
    ['machine eie-64pe, activationQueue.depth 2', 'machine eie-64pe, activationQueue.depth 8', 'machine scnn'],
  );
  t.deepEqual(
    machines?.map(({ value, validation }) => [value, validation]),
    [
      ['eie-64pe', undefined],
      ['scnn', NOT_VALIDATED],
    ],
  );
});

test('a sweep of any machine without metrics asks for those that it counts', async (t) => {
  for (const hardware of ['scnn', 'systolic-8x8', 'eyeriss-v2-pe']) {
    const { metrics } = await smallSweep(`hardware: ${hardware}\naxes:\n  clock: [1 GHz]\n`);
    t.false(metrics.some(({ name }) => name === 'loadBalanceEfficiency'));
    t.true(metrics.some(({ name }) => name === 'timeUs'));
  }
});
