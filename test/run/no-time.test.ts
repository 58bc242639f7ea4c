import test from 'ava';
import { generateLayer } from '../../src/network/generate.ts';
import { builtInConfigs, loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import { loadMachines } from '../../src/node/read-networks.ts';
import { inBatch } from '../../src/run/load/in-batch.ts';
import { runNetwork } from '../../src/run/run-network.ts';

const spec = { name: 'fc', rows: 9, columns: 12, weightDensity: 0.5, activationDensity: 0 };

for (const machine of ['eyeriss-v2-pe', 'cambricon-s', 'scnn', 'eie-64pe', 'systolic-8x8'])
  test(`${machine}: inputs that are all zero are a result, whether they take time or not`, async (t) => {
    const hardware = await loadHardware(machine);
    const table = await loadEnergyTable(hardware.energy.tableFile);
    for (const batch of [1, 3]) {
      const network = inBatch({ name: 'n', file: 'n', seed: 1, layers: [generateLayer(spec, 1)] }, batch);
      const { totals } = runNetwork(hardware, network, table);
      t.is(totals.inferencesPerSecond === null, totals.timeUs === 0);
      t.true(Number.isFinite(totals.utilization) && Number.isFinite(totals.averagePowerMw));
    }
  });

test('every built-in machine stands on the footing of any other', async (t) => {
  const names = builtInConfigs('hardware').filter((name) => !name.startsWith('ladder/'));
  for (const first of names) {
    const machines = await loadMachines([first, ...names.filter((name) => name !== first)]);
    t.is(machines.length, names.length, first);
  }
});
