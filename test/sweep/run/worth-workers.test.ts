import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { planSweep } from '../../../src/sweep/plan/plan-sweep.ts';
import { isWorthWorkers } from '../../../src/sweep/run/worth-workers.ts';
import { sweepInputs } from '../../../src/sweep/store/sweep-inputs.ts';
import { smallFolder, smallSweep } from '../small-sweep.ts';

/** Of a network of two layers of 10,000 x 30,000, of which nothing is generated here. */
async function isWorth(axes: string): Promise<boolean> {
  const folder = smallFolder();
  const layers = ['first', 'second'].map(
    (name) =>
      `  - { name: ${name}, generate: { rows: 10000, columns: 30000, weightDensity: 0.01, activationDensity: 0.1 } }`,
  );
  writeFileSync(join(folder, 'network.yaml'), `name: large\nlayers:\n${layers.join('\n')}\n`);
  const plan = await planSweep(await smallSweep(`axes: { ${axes} }`, folder));
  return isWorthWorkers(plan, await sweepInputs(plan));
}

test('workers are worth their start by what is stored anew, not by the number of points', async (t) => {
  t.false(await isWorth('clock: 1..500 MHz step 1'));
  t.false(await isWorth('activationQueue.depth: [2, 4, 8, 16]'));
  t.true(await isWorth('processingElements: [32, 64]'));
  t.true(await isWorth('seed: [1, 2]'));
});
