import test from 'ava';
import { generateLayer } from '../../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { layerSteps } from '../../../src/run/one-layer/layer-steps.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { faultsOf } from '../../config/faults-of.ts';

const layer = generateLayer(
  { name: 'small', rows: 16, columns: 16, weightDensity: 0.3, activationDensity: 0.6, codebookValues: 15 },
  1,
);
const network = { name: 'small', file: 'small.yaml', seed: 1, layers: [layer] };
const small = (depth: number) =>
  loadHardware('eie-64pe', { set: ['processingElements=4', `activationQueue.depth=${depth}`] });

for (const depth of [2, 8])
  test(`queues of ${depth}: energy adds up, cycle by cycle, to that of the run, to the last bit`, async (t) => {
    const hardware = await small(depth);
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const { steps, energyPj, result } = layerSteps(hardware, network, table);
    t.deepEqual(result, runNetwork(hardware, network, table));
    t.is(energyPj.length, steps.cycles + 1);
    t.deepEqual(energyPj.at(-1), result.layers[0].energyPj);
    for (const [k, { total, leakage }] of energyPj.entries()) {
      if (k === 0) continue;
      t.true(total > energyPj[k - 1].total); // at least leakage and the clock
      t.true(Math.abs(leakage - (result.layers[0].energyPj.leakage * k) / steps.cycles) < 1e-9 * leakage);
    }
    // before the first cycle the inputs are fetched, and nothing else
    t.deepEqual(
      Object.entries(energyPj[0].byAction)
        .filter(([, energy]) => energy > 0)
        .map(([action]) => action),
      ['sourceActivations.write', 'activationMemory.read'],
    );
  });

test('a layer that does not fit the chip, and a machine that tells no steps, are refused', async (t) => {
  const table = await loadEnergyTable('45nm');
  const dense = await loadHardware('systolic-8x8');
  t.deepEqual(await faultsOf(() => layerSteps(dense, network, table)), [
    'machine: a systolic does not tell its steps [NO_STEPS]',
  ]);
  const large = generateLayer(
    { name: 'large', rows: 4000, columns: 4000, weightDensity: 0.1, activationDensity: 0.5, codebookValues: 15 },
    1,
  );
  const many = await loadHardware('eie-64pe');
  t.regex(
    (await faultsOf(() => layerSteps(many, { ...network, layers: [large] }, table)))[0],
    /^large: expected a layer of at most 512 cycles on 64 PEs, found \d+/,
  );
});
