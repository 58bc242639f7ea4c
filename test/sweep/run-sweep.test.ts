import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { loadNetwork } from '../../src/node/read-networks.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { loadSweep } from '../../src/sweep/config/load-sweep.ts';
import type { SweepConfig } from '../../src/sweep/config/sweep.ts';
import { numberAt } from '../../src/sweep/metrics/number-at.ts';
import { runSweep } from '../../src/sweep/run-sweep.ts';
import type { SweepResult } from '../../src/sweep/sweep-result.ts';
import { smallFolder, smallSweep } from './small-sweep.ts';

/** Runs everything in this thread. */
async function resultOf(config: SweepConfig): Promise<SweepResult> {
  const { result } = await runSweep(config, { jobs: 0 });
  return result!;
}

test('a point has exactly the numbers of a run of its machine, and so have its layers', async (t) => {
  const paths = [
    'timeUs',
    'cycles',
    'energyPj.total',
    'energyPj.byAction.sparseMatrix.read',
    'saturations.accumulator',
    'loadBalanceEfficiency',
    'bypasses',
  ];
  const config = await smallSweep(
    `layers: true\naxes:\n  processingElements: [4, 64]\n  simulation.rule: [drained, reference]\n  activationQueue.depth: [2, 8]\n  memories.sparseMatrix.width: [32 bit, 128 bit]\n  clock: [400 MHz]\nmetrics: [${paths.join(', ')}]\n`,
  );
  const { points } = await resultOf(config);
  t.is(points.length, 16);
  for (const { axes, metrics, layers } of points) {
    const set = Object.entries(axes).map(
      ([name, value]) => `${name}=${value}${name === 'clock' ? ' Hz' : name.endsWith('width') ? ' bit' : ''}`,
    );
    const hardware = await loadHardware('eie-64pe', { set });
    const run = runNetwork(
      hardware,
      await loadNetwork(config.network),
      await loadEnergyTable(hardware.energy.tableFile),
    );
    for (const path of paths) {
      t.is(metrics[path], numberAt(run.totals, path)!, `${path} at ${set.join(' ')}`);
      t.deepEqual(
        layers?.map((layer) => layer.metrics[path]),
        run.layers.map((layer) => numberAt(layer, path)!),
      );
    }
  }
});

test('weights streamed from DRAM follow the clock, as in a run', async (t) => {
  const config = await smallSweep(
    'set: { weights.home: dram }\naxes:\n  clock: [100 MHz, 2 GHz]\nmetrics: [cycles, energyPj.dram]\n',
  );
  const { points } = await resultOf(config);
  for (const { axes, metrics } of points) {
    const hardware = await loadHardware('eie-64pe', { set: ['weights.home=dram', `clock=${axes.clock} Hz`] });
    const { totals } = runNetwork(
      hardware,
      await loadNetwork(config.network),
      await loadEnergyTable(hardware.energy.tableFile),
    );
    t.deepEqual(metrics, { cycles: totals.cycles, 'energyPj.dram': totals.energyPj.dram });
  }
  t.not(points[0].metrics.cycles, points[1].metrics.cycles);
});

test('formats that each layer chooses for itself give the numbers of a run', async (t) => {
  const config = await smallSweep(
    'set: { simulation.fractionBits: perLayer }\naxes:\n  arithmetic.accumulator: [q7.8, q3.4]\nmetrics: [saturations.accumulator, energyPj.total]\n',
  );
  const { points } = await resultOf(config);
  for (const { axes, metrics } of points) {
    const set = ['simulation.fractionBits=perLayer', `arithmetic.accumulator=${axes['arithmetic.accumulator']}`];
    const hardware = await loadHardware('eie-64pe', { set });
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const { totals } = runNetwork(hardware, await loadNetwork(config.network), table);
    t.is(metrics['saturations.accumulator'], totals.saturations.accumulator);
    t.is(metrics['energyPj.total'], totals.energyPj.total);
  }
});

test('imported weights are pruned along an axis', async (t) => {
  const folder = smallFolder();
  const values = Array.from({ length: 40 }, (_, k) => `${1 + (k % 8)} ${1 + Math.floor(k / 8)} ${k + 1}`);
  writeFileSync(join(folder, 'w.mtx'), `%%MatrixMarket matrix coordinate real general\n8 5 40\n${values.join('\n')}\n`);
  writeFileSync(join(folder, 'network.yaml'), 'name: imported\nlayers:\n  - { name: w, weights: { file: w.mtx } }\n');
  const config = await smallSweep(
    'axes:\n  compress.prune.density: [0.25, 0.5, 1]\nmetrics: [nonZeroWeights]\n',
    folder,
  );
  t.deepEqual(config.warnings, []);
  const { points } = await resultOf(config);
  t.deepEqual(
    points.map(({ metrics }) => metrics.nonZeroWeights),
    [10, 20, 40],
  );
});

const passes = test.macro({
  async exec(t, axes: string, expected: object) {
    const config = await smallSweep(`axes:\n  ${axes}\nmetrics: [timeUs, energyPj.total]\n`);
    const { result, ran } = await runSweep(config, { jobs: 0 });
    t.like(result?.passes, expected);
    t.deepEqual(ran, result?.passes);
  },
  title: (_, axes: string, expected: object) => `${axes.replaceAll('\n ', ';')} runs ${JSON.stringify(expected)}`,
});

test(passes, 'activationQueue.depth: [2, 4, 8]', { encode: 1, scan: 1, timing: 3, traffic: 1, numeric: 0, charge: 3 });
test(passes, 'memories.sparseMatrix.width: [32 bit, 64 bit]', { encode: 1, timing: 1, traffic: 2 });
test(passes, 'clock: 100..900 MHz step 100', { encode: 1, timing: 1, traffic: 1, charge: 9 });
test(passes, 'technology: [45 nm, 22 nm]\n  energy.override.pointers.read: [1 pJ, 2 pJ]', {
  encode: 1,
  timing: 1,
  charge: 4,
});
test(passes, 'processingElements: [2, 4]\n  activationQueue.depth: [2, 4]', {
  network: 1,
  encode: 2,
  scan: 2,
  timing: 4,
  traffic: 2,
});
test(passes, 'seed: [1, 2, 3]', { network: 3, encode: 3 });
test(passes, 'arithmetic.weight: [q7.8, fp32]', { encode: 1, scan: 1, timing: 1, numeric: 0 });

test('outputs are computed only where a metric asks for saturations, and once for all numbers of PEs', async (t) => {
  const config = await smallSweep(
    'axes:\n  processingElements: [2, 4]\n  activationQueue.depth: [2, 4]\nmetrics: [saturations.accumulator]\n',
  );
  t.is((await resultOf(config)).passes.numeric, 1);
});

test('one bad point does not stop the others: it is a row with its message', async (t) => {
  const config = await smallSweep('axes:\n  processingElements: [0, 1, 2]\nmetrics: [timeUs]\n');
  const { points } = await resultOf(config);
  t.regex(points[0].error ?? '', /expected a whole number from 1 .*found 0/);
  t.deepEqual(
    points.map(({ metrics }) => typeof metrics.timeUs),
    ['undefined', 'number', 'number'],
  );
});

test('a machine that cannot be is a failed point with the reason', async (t) => {
  const config = await smallSweep(
    'axes:\n  encoding.codeBits: [4, 8]\n  memories.sparseMatrix.width: [8 bit, 16 bit]\nmetrics: [timeUs]\n',
  );
  const { points } = await resultOf(config);
  t.deepEqual(
    points.map(({ error }) => error !== undefined),
    [false, false, true, false],
  );
  t.regex(points[2].error ?? '', /expected room for one entry of 12 bit/);
});

test('codes that do not fit their bits fail where they are encoded', async (t) => {
  const { points } = await resultOf(await smallSweep('axes:\n  encoding.codeBits: [2, 4]\nmetrics: [timeUs]\n'));
  t.regex(points[0].error ?? '', /expected codes below 4/);
  t.is(points[1].error, undefined);
});

test('constraints drop points; units and keys of the base machine may be named', async (t) => {
  const config = await smallSweep(
    'axes:\n  processingElements: [4, 8, 16]\n  clock: [400 MHz, 800 MHz]\nconstraints: [processingElements * clock <= 6.4 GHz, activationQueue.depth == 8]\nmetrics: [timeUs]\n',
  );
  const { points } = await resultOf(config);
  t.deepEqual(
    points.map(({ axes }) => [axes.processingElements, axes.clock]),
    [
      [4, 4e8],
      [4, 8e8],
      [8, 4e8],
      [8, 8e8],
      [16, 4e8],
    ],
  );
  t.deepEqual(
    points.map(({ index }) => index),
    [0, 1, 2, 3, 4],
  );
});

const refused = test.macro({
  async exec(t, body: string, message: RegExp) {
    const config = await smallSweep(`axes:\n  clock: [1 GHz]\n${body}`);
    const error = await t.throwsAsync(runSweep(config, { jobs: 0 }), { instanceOf: UserError });
    t.regex(error?.message ?? '', message);
  },
  title: (_, body: string) => `before the first point is refused: ${body.trim()}`,
});

test(refused, 'metrics: [timeMs]\n', /sweep\.yaml:5:11 metrics\[0\]: no number "timeMs" .*did you mean "timeUs"/);
test(refused, 'metrics: { edp: energyPj.totl * timeUs }\n', /sweep\.yaml:5:17 metrics\.edp: no number "energyPj.totl"/);
test(refused, 'constraints: [clok > 1 GHz]\n', /constraints\[0\]: no name "clok" .*did you mean "clock"/);
test(refused, 'constraints: [clock + 1 GHz]\n', /expected a comparison/);
test(refused, 'constraints: [clock > 2 GHz]\n', /expected constraints that leave a point, found none of 1/);

test('a metric may be an expression of the numbers of the record', async (t) => {
  const config = await smallSweep(
    'axes:\n  clock: [1 GHz]\nmetrics: { timeUs: timeUs, mine: energyPj.total * timeUs * 1e-6, energyDelayPjS: energyDelayPjS, none: timeUs / energyPj.dram }\n',
  );
  const [{ metrics }] = (await resultOf(config)).points;
  t.true(Math.abs(metrics.mine! / metrics.energyDelayPjS! - 1) < 1e-12);
  t.is(metrics.none, null);
});

test('zipped axes advance together', async (t) => {
  const config = await smallSweep(
    'axes:\n  clock: [1 GHz, 2 GHz]\n  processingElements: [2, 4]\n  technology: [45 nm, 22 nm]\nzip: [[clock, technology]]\nmetrics: [timeUs]\n',
  );
  const { points } = await resultOf(config);
  t.deepEqual(
    points.map(({ axes }) => [axes.clock, axes.technology, axes.processingElements]),
    [
      [1e9, 45, 2],
      [1e9, 45, 4],
      [2e9, 22, 2],
      [2e9, 22, 4],
    ],
  );
});

test('axes of the network: density, shared values, one layer', async (t) => {
  const config = await smallSweep(
    'axes:\n  weightDensity: [0.1, 0.5]\n  layer: [first, second]\nmetrics: [nonZeroWeights]\n',
  );
  const { points } = await resultOf(config);
  t.deepEqual(
    points.map(({ metrics }) => metrics.nonZeroWeights),
    [1229, 384, 6144, 1920],
  );
});

test('seeds are an axis with mean and spread of each metric', async (t) => {
  const config = await smallSweep('axes:\n  seed: [1, 2, 3]\n  activationQueue.depth: [2, 8]\nmetrics: [cycles]\n');
  const { points, seedSpread } = await resultOf(config);
  const cycles = points.filter(({ axes }) => axes['activationQueue.depth'] === 2).map(({ metrics }) => metrics.cycles!);
  const spread = seedSpread![0];
  t.is(spread.seeds, 3);
  t.deepEqual(spread.axes, { 'activationQueue.depth': 2 });
  t.is(spread.metrics.cycles?.mean, (cycles[0] + cycles[1] + cycles[2]) / 3);
  t.is(spread.metrics.cycles?.minimum, Math.min(...cycles));
  t.true(spread.metrics.cycles!.standardDeviation > 0);
});

test('each point is set against the baseline point that agrees with it on the other axes', async (t) => {
  const config = await smallSweep(
    'axes:\n  clock: [1 GHz, 2 GHz]\n  activationQueue.depth: [2, 8]\nmetrics: [timeUs]\nbaseline: { clock: 1 GHz }\n',
  );
  const { points } = await resultOf(config);
  t.deepEqual(
    points.map(({ relative }) => relative?.timeUs),
    [1, 1, 0.5, 0.5],
  );
});

test('the best point meets its condition', async (t) => {
  const config = await smallSweep(
    'axes:\n  clock: [1 GHz, 2 GHz, 4 GHz]\nmetrics: [timeUs, averagePowerMw]\nbest: { metric: timeUs, where: clock <= 2 GHz }\n',
  );
  t.is((await resultOf(config)).best?.point, 1);
});

test('two jobs and eight give the same record as none', async (t) => {
  const config = await smallSweep(
    'layers: true\naxes:\n  processingElements: [2, 4, 8]\n  activationQueue.depth: [2, 8]\n  seed: [1, 2]\nmetrics: [timeUs, energyPj.total, saturations.weight]\n',
  );
  const alone = JSON.stringify(await resultOf(config));
  for (const jobs of [1, 2, 8]) {
    const { result, ran } = await runSweep(config, { jobs });
    t.is(JSON.stringify(result), alone);
    t.deepEqual(ran, result?.passes);
  }
});

test('networks are an axis: paths start from the folder of the sweep, and files of one name are told apart', async (t) => {
  const folder = smallFolder();
  const named = (rows: number) =>
    `name: n\nlayers:\n  - { name: l, generate: { rows: ${rows}, columns: 50, weightDensity: 0.2, activationDensity: 0.5 } }\n`;
  for (const [place, rows] of [
    ['nets', 40],
    ['sweeps', 80],
  ] as const) {
    mkdirSync(join(folder, place));
    writeFileSync(join(folder, place, 'n.yaml'), named(rows));
  }
  const file = join(folder, 'sweeps', 'sweep.yaml');
  writeFileSync(
    file,
    'name: s\nnetwork: ../nets/n.yaml\naxes:\n  network: [../nets/n.yaml, n.yaml, no.yaml]\nmetrics: [entries]\n',
  );
  const config = await loadSweep(file);
  t.regex(config.warnings.join(), /axes\.network\[2\]: no such file "no\.yaml".*points with it fail/);
  const { points } = await resultOf(config);
  t.deepEqual(
    points.map(({ axes, metrics, error }) => [axes.network, metrics.entries, error !== undefined]),
    [
      ['../nets/n.yaml', 400, false],
      ['n.yaml', points[1].metrics.entries, false],
      ['no.yaml', undefined, true],
    ],
  );
  t.true(points[1].metrics.entries! >= 800);
});

test('a point with doubtful prices is neither the best one nor on the front, unless it is asked for or all are doubtful', async (t) => {
  const front = async (parts: string, more = ''): Promise<(string | number)[]> => {
    const config = await smallSweep(
      `set: { weights.home: dram }\naxes:\n  dram.part: [${parts}]\nmetrics: [timeUs, energyPj.total]\npareto: [timeUs, energyPj.total]\nbest: { metric: energyPj.total }\n${more}`,
    );
    const { points, best, warnings } = await resultOf(config);
    t.is(points.filter(({ doubtful }) => doubtful).length, 1 + Number(parts.includes('hbm3e')));
    t.is(
      warnings.filter((warning) => warning.includes('includeDoubtful')).length,
      Number(more === '' && parts[0] === 'd'),
    );
    const onFront = points.filter(({ onParetoFront }) => onParetoFront);
    return [points[best!.point!].axes['dram.part'], ...onFront.map(({ axes }) => axes['dram.part'])];
  };
  t.deepEqual(await front('ddr3-1600, hbm3-6400'), ['ddr3-1600', 'ddr3-1600']);
  t.deepEqual(await front('ddr3-1600, hbm3-6400', 'includeDoubtful: true\n'), ['hbm3-6400', 'hbm3-6400']);
  t.deepEqual(await front('hbm3-6400, hbm3e-9200'), ['hbm3e-9200', 'hbm3e-9200']);
});
