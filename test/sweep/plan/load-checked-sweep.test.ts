import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { checkAnyFile } from '../../../src/check/check-use.ts';
import { loadCheckedSweep } from '../../../src/sweep/plan/load-checked-sweep.ts';
import { smallFolder, sweepText } from '../small-sweep.ts';
import { sweepFaults } from '../sweep-faults.ts';

function written(body: string): string {
  const file = join(smallFolder(), 'sweep.yaml');
  writeFileSync(file, sweepText(body));
  return file;
}

const faultsOf = (body: string) => sweepFaults(written(body));

test('faults of every kind are told together, in the order of the file', async (t) => {
  const body =
    'colour: red\naxes:\n  clock: 1..9 GHz step -1 GHz\n  depth: [1]\nconstraints: [clok > 1 GHz]\nmetrics: [timeMs]\nbest: { metric: timeMs, where: tim < 3 }\n';
  t.deepEqual(await faultsOf(body), [
    '3 colour: unknown key "colour"',
    '5 axes.clock: found an empty range: the step -1 GHz leads from 1 GHz away from 9 GHz',
    '6 axes.depth: unknown axis "depth"',
    '7 constraints[0]: no name "clok"',
    '8 metrics[0]: no number "timeMs" in the result record',
    '9 best.where: no name or unit "tim"',
  ]);
});

test('a change of the base machine that is wrong is told where the sweep makes it', async (t) => {
  t.deepEqual(await faultsOf('set: { clok: 1 GHz, activationQueue.depth: 1 }\naxes:\n  clock: [1 GHz]\n'), [
    '3 set.clok: unknown key "clok"',
    '3 set.activationQueue.depth: expected a whole number from 2 to 65536, found 1',
  ]);
});

test('an axis of the price of an action that does not exist is told before the first point', async (t) => {
  const prices = 'energy.override.foo.read: [1 pJ]\n  energy.override.arithmeticUnit.multipl: [1 pJ]';
  t.deepEqual(await faultsOf(`axes:\n  energy.override.pointers.read: [1 pJ]\n  ${prices}\n`), [
    '5 axes.energy.override.foo.read: no component "foo"',
    '6 axes.energy.override.arithmeticUnit.multipl: no action "multipl" of arithmeticUnit',
  ]);
});

test('the front and the best point are checked against the metrics of a sweep that names none', async (t) => {
  t.deepEqual(await faultsOf('axes:\n  clock: [1 GHz]\npareto: [timeUs, energy]\n'), [
    '5 pareto[1]: no metric "energy" in this sweep',
  ]);
});

test('the condition of the best point may name axes and metrics', async (t) => {
  const body = 'axes:\n  clock: [1 GHz]\nmetrics: [timeUs]\nbest: { metric: timeUs, where: timeUs <= 3 }\n';
  t.is((await loadCheckedSweep(written(body))).best?.where?.text, 'timeUs <= 3');
  t.deepEqual((await faultsOf(body.replace('timeUs <= 3', 'energyPj.total <= 3'))).length, 1);
});

test('a grid far beyond the limit is refused at once', async (t) => {
  const faults = await faultsOf(
    'axes:\n  clock: 1..1000 MHz step 1 MHz\n  activationQueue.depth: 2..1001\n  processingElements: 1..1000\n  technology: [45 nm]\n',
  );
  t.is(faults.length, 1);
  t.regex(faults[0], /found a grid of 1000 x 1000 x 1000 x 1 = 1000000000/);
});

test('check tells the same of a sweep file', async (t) => {
  const { kind, faults } = await checkAnyFile(written('axes:\n  clock: [1 GHz]\nmetrics: [timeMs]\n'));
  t.is(kind, 'sweep');
  t.is(faults.length, 1);
  t.deepEqual((await checkAnyFile('configs/sweeps/eie-design-space.yaml')).faults, []);
});
