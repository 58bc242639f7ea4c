import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { UserError } from '../../../src/base/user-error.ts';
import { axisKinds } from '../../../src/sweep/config/axis-kinds.ts';
import { loadCheckedSweep } from '../../../src/sweep/plan/load-checked-sweep.ts';
import { sweepFaults } from '../sweep-faults.ts';
import { recipeFolder, STAGES, trainedSweepText } from './small-trained-sweep.ts';

/** The faults of a sweep over a recipe. */
function faultsOf(body: string, stages = STAGES): Promise<string[]> {
  const file = join(recipeFolder(stages), 'sweep.yaml');
  writeFileSync(file, trainedSweepText(body));
  return sweepFaults(file);
}

test('keys of a recipe that are no such, and values that they cannot have, are told where they stand', async (t) => {
  const body = `axes:
  training.prune.densty: [0.1]
  training.share.codeBits: [9]
  training.stages: [1, 2]
  training.seed: [1]
  training.hardware: [eie-64pe]
  clock: { slow: 400 MHz }
metrics: [training.acuracy.top1]
`;
  t.deepEqual(await faultsOf(body), [
    '4 axes.training.prune.densty: unknown axis "training.prune.densty"',
    '5 axes.training.share.codeBits[0]: expected a whole number from 1 to 8, or `none`, found 9',
    '6 axes.training.stages: expected names with their values',
    '7 axes.training.seed: "training.seed" is the axis "seed"',
    '8 axes.training.hardware: "training.hardware" is the machine of the sweep',
    '9 axes.clock: expected a list of values or a range',
    '10 metrics[0]: no number "training.acuracy.top1" in the result record',
  ]);
});

test('a value that makes a recipe wrong is told at its axis, with the place in the recipe', async (t) => {
  t.deepEqual(await faultsOf('axes:\n  training.prune.density: [0.5, 0]\n'), [
    '4 axes.training.prune.density: training.prune.density 0: stages[1].prune.density: expected a density above 0 and up to 100 %, found 0: no weight would be left',
  ]);
  t.deepEqual(await faultsOf('axes:\n  training.stages:\n    wrong: [ { train: { epoch: 3 } } ]\n'), [
    '4 axes.training.stages: training.stages wrong: stages[0].train.epoch: unknown key "epoch"',
    '4 axes.training.stages: training.stages wrong: stages[0].train.epochs: missing key "epochs": expected a whole number from 1 to 100000',
  ]);
});

test('of several stages of a kind the sweep says which', async (t) => {
  const twice = `${STAGES}\n  - fineTune: { epochs: 2 }`;
  t.deepEqual(await faultsOf('axes:\n  training.fineTune.epochs: [1, 2]\n', twice), [
    '4 axes.training.fineTune.epochs: the recipe has 2 stages "fineTune"; say which: training.stages[4].fineTune.epochs, training.stages[5].fineTune.epochs',
  ]);
  t.deepEqual(await faultsOf('axes:\n  training.stages[5].fineTune.epochs: [1, 2]\n', twice), []);
});

test('the parts of a round are stages', async (t) => {
  const rounds =
    '\n  - train: { epochs: 1 }\n  - iterate: { rounds: 2, prune: { density: 20 % }, retrain: { epochs: 1 } }';
  t.deepEqual(
    await faultsOf('axes:\n  training.prune.density: [0.5]\n  training.iterate.rounds: [1, 2]\n', rounds),
    [],
  );
});

test('a sweep says once what its points run, and has a recipe where it changes one', async (t) => {
  t.deepEqual(await faultsOf('network: eie-benchmark\naxes:\n  clock: [1 GHz]\n'), [
    '3 network: "network" and "training" both say what every point runs; keep one',
  ]);
  const file = join(recipeFolder(), 'sweep.yaml');
  writeFileSync(file, 'name: none\naxes:\n  training.learningRate: [0.1]\n');
  const error = await t.throwsAsync<UserError>(loadCheckedSweep(file));
  t.regex(
    error.message,
    /3:3 axes\.training\.learningRate: "training\.learningRate" is a key of a recipe, and this sweep has none/,
  );
});

test('keys of recipes are listed among the axes', async (t) => {
  const { names, describe } = await axisKinds(undefined, true);
  for (const name of ['training.prune.density', 'training.share.codeBits', 'training.learningRate', 'training.stages'])
    t.true(names.includes(name), name);
  t.is(describe('training.stages'), 'names with their values');
  t.false(names.includes('training.seed'));
});

test('a stage that some recipes lack is an axis of the others where the sweep says so', async (t) => {
  const stages = `axes:
  training.stages:
    pruned: [ { train: { epochs: 1 } }, { prune: { density: 0.5 } } ]
    shared: [ { train: { epochs: 1 } }, { share: { codeBits: 3 } } ]
  training.prune.density: [0.5, 0.2]
`;
  t.deepEqual(await faultsOf(stages), [
    '7 axes.training.prune.density: the recipe has no stage for "training.prune.density"; where stages are an axis, whereKnown: [training.prune.density] changes only recipes that have it',
  ]);
  t.deepEqual(await faultsOf(`${stages}whereKnown: [training.prune.density]\n`), []);
});
