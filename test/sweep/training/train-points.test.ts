import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import test from 'ava';
import { compareResults } from '../../../src/compare/compare-results.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { runSweep } from '../../../src/sweep/run-sweep.ts';
import { loadTraining } from '../../../src/train/config/read-training.ts';
import { inferredNetwork } from '../../../src/train/run/charge-stage.ts';
import { runTraining } from '../../../src/train/run/run-training.ts';
import { program, start } from '../program.ts';
import { recipeFolder, trainedSweep, trainedSweepText } from './small-trained-sweep.ts';

const AXES = `axes:
  training.prune.density: [50 %, 20 %]
  training.share.codeBits: [2, 4]
  clock: [800 MHz, 400 MHz]
`;
const BODY = `${AXES}metrics: { accuracy: training.accuracy.top1, pruned: training.stages.prune.accuracy.top1, bytes: training.bytes, energy: inferences.energyPj.mean, right: inferences.accuracy.top1 }
pareto: { accuracy: high, energy: low, bytes: low }
`;

test('a point of a sweep is what its recipe gives by itself, and what the machine then takes for it', async (t) => {
  const folder = recipeFolder();
  const { result } = await runSweep(await trainedSweep(folder, BODY), { jobs: 0 });
  const point = result!.points[2];
  t.deepEqual(point.axes, { 'training.prune.density': 0.5, 'training.share.codeBits': 4, clock: 800e6 });
  const set = ['stages[1].prune.density=50 %', 'stages[3].share.codeBits=4'];
  const alone = await runTraining(await loadTraining(join(folder, 'recipe.yaml'), { set }));
  const { stages } = alone.result;
  const hardware = await loadHardware('eie-64pe');
  const network = await inferredNetwork(alone.chain, alone.network, alone.samples.test, 20);
  const run = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
  t.deepEqual(point.metrics, {
    accuracy: stages.at(-1)!.accuracy.top1,
    pruned: stages[1].accuracy.top1,
    bytes: stages.at(-1)!.bytes,
    energy: run.inferences!.energyPj.mean,
    right: run.inferences!.accuracy!.top1,
  });
  t.true(result!.points.some(({ onParetoFront }) => onParetoFront === true));
});

test('what trainings have in common is trained once, and what only the machine changes is not trained again', async (t) => {
  const folder = recipeFolder();
  const out = join(folder, 'out');
  const first = await runSweep(await trainedSweep(folder, BODY), { jobs: 0, folder: out });
  // train; prune and retrain at two densities; share and fine-tune at two widths of each
  t.is(first.result!.passes.train, 1 + 2 * 2 + 2 * 2 * 2);
  t.is(first.ran.train, 13);
  const other = BODY.replace('clock: [800 MHz, 400 MHz]', 'activationQueue.depth: [4, 8, 16]');
  const again = await runSweep(await trainedSweep(folder, other), { jobs: 0, folder: out, fresh: true });
  t.is(again.ran.train, 0);
  t.is(again.result!.points.length, 12);
  t.is(again.result!.points[0].metrics.accuracy, first.result!.points[0].metrics.accuracy);
  const late = BODY.replace('codeBits: [2, 4]', 'codeBits: [2, 5]');
  t.is((await runSweep(await trainedSweep(folder, late), { jobs: 0, folder: out, fresh: true })).ran.train, 4);
});

test('a kept network that was damaged is trained again', async (t) => {
  const folder = recipeFolder();
  const out = join(folder, 'out');
  const { result } = await runSweep(await trainedSweep(folder, BODY), { jobs: 0, folder: out });
  for (const name of readdirSync(join(out, 'trained'))) truncateSync(join(out, 'trained', name), 100);
  const again = await runSweep(await trainedSweep(folder, BODY), { jobs: 0, folder: out, fresh: true });
  t.is(again.ran.train, 13);
  t.deepEqual(again.result, result);
});

test('no metric asks for the machine: it runs nothing', async (t) => {
  const body = `${AXES}metrics: { wrong: training.error }\n`;
  const { ran, result } = await runSweep(await trainedSweep(recipeFolder(), body), { jobs: 0 });
  t.is(ran.network, 0);
  t.is(ran.charge, 0);
  t.is(result!.passes.charge, 0);
  t.true(result!.points.every(({ metrics }) => typeof metrics.wrong === 'number'));
});

test('whole stage lists are values with names; seeds give a spread', async (t) => {
  const body = `axes:
  training.stages:
    pruned: [ { train: { epochs: 3 } }, { prune: { density: 30 % } } ]
    and retrained: [ { train: { epochs: 3 } }, { prune: { density: 30 % } }, { retrain: { epochs: 2 } } ]
  training.prune.density: [30 %, 10 %]
  seed: [1, 2]
metrics: { accuracy: training.accuracy.top1 }
baseline: { training.stages: pruned }
`;
  const { result } = await runSweep(await trainedSweep(recipeFolder(), body), { jobs: 0 });
  t.deepEqual(result!.axes[0].values, ['pruned', 'and retrained']);
  t.is(result!.seedSpread!.length, 4);
  t.is(result!.passes.train, 2 * (1 + 2 + 2));
  t.deepEqual(result!.points[0].relative, { accuracy: 1 });
});

test('a training that diverges is a failed point with its reason; the others stay', async (t) => {
  const body = `axes:
  training.retrain.learningRate: [0.05, 1e6]
metrics: { accuracy: training.accuracy.top1 }
`;
  const folder = recipeFolder();
  // without a ReLU nothing keeps the outputs small
  const linear = readFileSync(join(folder, 'recipe.yaml'), 'utf8').replace('  - relu: {}\n', '');
  writeFileSync(join(folder, 'recipe.yaml'), linear);
  const { result } = await runSweep(await trainedSweep(folder, body), { jobs: 0 });
  t.is(result!.points[0].error, undefined);
  t.regex(result!.points[1].error!, /not finite any more in epoch 1 of "retrain".* 1000000/);
});

test('weights that keep their own values beside shared ones are a value of the code bits', async (t) => {
  const body = `axes:
  training.share.codeBits: [none, 2]
metrics: { accuracy: training.accuracy.top1, bits: training.layers.fc1.bitsPerWeight, before: training.stages.retrain.accuracy.top1 }
`;
  const { result } = await runSweep(await trainedSweep(recipeFolder(), body), { jobs: 0 });
  t.deepEqual(
    result!.points.map(({ metrics }) => metrics.bits),
    [32, 2],
  );
  t.is(result!.points[0].metrics.accuracy, result!.points[0].metrics.before);
});

test('two sweeps over recipes are compared point by point', async (t) => {
  const sweepAt = async (bits: number) => {
    const folder = recipeFolder();
    const body = `set: { training.share.codeBits: ${bits} }\naxes:\n  training.prune.density: [50 %, 20 %]\nmetrics: { bytes: training.bytes }\n`;
    return (await runSweep(await trainedSweep(folder, body), { jobs: 0 })).result!;
  };
  const [two, four] = [await sweepAt(2), await sweepAt(4)];
  const { rows, changes } = compareResults([
    { kind: 'sweep', name: 'two', record: two },
    { kind: 'sweep', name: 'four', record: four },
  ]);
  t.is(rows.length, 2);
  t.true(rows.every(({ values: [few, many] }) => few! < many!));
  t.true(
    changes.some(({ key }) => key === 'recipe.stages.3.share.codeBits'),
    JSON.stringify(changes),
  );
});

const FILES = ['sweep.json', 'points.csv'];
const LONG = BODY.replace('50 %, 20 %', '50 %, 45 %, 40 %, 35 %, 30 %, 25 %, 20 %, 15 %, 10 %');

test.serial(
  'killed with -9 while it trains, the same command goes on to the same bytes, whatever the number of workers',
  async (t) => {
    const folder = recipeFolder();
    writeFileSync(join(folder, 'sweep.yaml'), trainedSweepText(LONG));
    t.is(
      (await program(folder, 'sweep', 'sweep.yaml', '--out', 'whole', '--jobs', '1', '--format', 'json,csv')).code,
      0,
    );
    const { process: child, finished } = start(folder, ['sweep', 'sweep.yaml', '--out', 'killed', '--jobs', '2']);
    // a network that is being written is none yet
    const kept = () => {
      try {
        return readdirSync(join(folder, 'killed', 'trained')).filter((name) => !name.endsWith('.partial')).length;
      } catch {
        return 0;
      }
    };
    for (let tries = 0; tries < 6000 && kept() < 2; tries++) await setTimeout(10);
    child.kill('SIGKILL');
    await finished;
    t.true(kept() >= 2);
    t.false(existsSync(join(folder, 'killed', 'sweep.json')));
    const again = await program(
      folder,
      'sweep',
      'sweep.yaml',
      '--out',
      'killed',
      '--jobs',
      '3',
      '--format',
      'json,csv',
    );
    t.is(again.code, 0, again.err);
    for (const file of FILES)
      t.is(readFileSync(join(folder, 'killed', file), 'utf8'), readFileSync(join(folder, 'whole', file), 'utf8'));
    rmSync(join(folder, 'whole'), { recursive: true });
  },
);

test('of stages that a recipe lacks its point has no value', async (t) => {
  const body = `axes:
  training.stages:
    pruned: [ { train: { epochs: 1 } }, { prune: { density: 0.5 } } ]
    shared: [ { train: { epochs: 1 } }, { share: { codeBits: 3 } } ]
  training.prune.density: [0.5, 0.2]
  training.share.codeBits: [2, 3, 4]
whereKnown: [training.prune.density, training.share.codeBits]
metrics: { bytes: training.bytes }
`;
  const { result } = await runSweep(await trainedSweep(recipeFolder(), body), { jobs: 0 });
  t.deepEqual(
    result!.points.map(({ axes }) => axes),
    [
      ...[0.5, 0.2].map((density) => ({ 'training.stages': 'pruned', 'training.prune.density': density })),
      ...[2, 3, 4].map((bits) => ({ 'training.stages': 'shared', 'training.share.codeBits': bits })),
    ],
  );
});
