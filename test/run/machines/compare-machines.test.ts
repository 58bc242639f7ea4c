import test from 'ava';
import { loadEnergyTable, loadPlatform } from '../../../src/node/read-configs.ts';
import { loadMachines, loadNetwork, multipliersOfConfig } from '../../../src/node/read-networks.ts';
import { compareMachinesInterruptibly } from '../../../src/run/machines/compare-machines.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { faultsOf } from '../../config/faults-of.ts';

const CONFIGS = ['eie-64pe', 'systolic-8x8', '2-of-4', 'bbs', 'eyeriss-v2-pe', 'cambricon-x', 'cambricon-s', 'scnn'];
const network = await loadNetwork('eie-benchmark', { layer: 'NT-LSTM' });
const machines = await loadMachines(CONFIGS, { multipliers: 64 });
const { signal } = new AbortController();

test('all machines have node, clock, formats, DRAM and table of the first, and the multipliers asked for', async (t) => {
  const [{ hardware: first }] = machines;
  for (const { hardware } of machines) {
    t.deepEqual(
      [hardware.technologyNm, hardware.clockHz, hardware.arithmetic, hardware.dram, hardware.energy.tableFile],
      [first.technologyNm, first.clockHz, first.arithmetic, first.dram, first.energy.tableFile],
      hardware.name,
    );
    t.is(hardware.weights.overflow, 'stream');
  }
  t.is(await multipliersOfConfig('scnn'), 1024);
  t.deepEqual(await faultsOf(() => loadMachines(['eie-64pe', 'cambricon-x'], { multipliers: 40 })), [
    'cambricon-x: expected a number of multipliers that its PEs can have, found 40 (it has 256 in 16 PEs) [RANGE]',
  ]);
});

test('each machine takes what a run of it takes, for one inference', async (t) => {
  const comparison = { machines, network, batches: [1, 4], multipliers: 64 };
  const record = await compareMachinesInterruptibly(comparison, signal);
  t.is(record.machines.length, CONFIGS.length);
  for (const [k, { hardware }] of machines.entries()) {
    const { totals, area } = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
    const { runs, areaMm2, name, multipliers, layers } = record.machines[k];
    t.is(multipliers, 64, name);
    t.is(areaMm2, area?.totalMm2 ?? null);
    t.true(Math.abs(runs[0].timeUs / totals.timeUs - 1) < 1e-12, name);
    t.true(Math.abs(runs[0].energyPj.total / totals.energyPj.total - 1) < 1e-12, name);
    t.deepEqual(layers[0].runs, runs);
    // a batch never costs more for each than one alone, but for inputs of other zeros
    t.true(runs[1].timeUs < 1.05 * runs[0].timeUs, name);
  }
  const [eie, systolic] = record.machines;
  t.true(systolic.storedBitsPerWeight > 100 && eie.storedBitsPerWeight < 16);
  t.is(eie.droppedWeights, 0);
});

test('useful work is the same products on every machine, over its cycles and multipliers', async (t) => {
  const record = await compareMachinesInterruptibly({ machines, network, batches: [1], multipliers: 64 }, signal);
  const { matrix, activations } = network.layers[0];
  let products = 0;
  for (let column = 0; column < matrix.columns; column++)
    if (activations[column] !== 0) products += matrix.columnStart[column + 1] - matrix.columnStart[column];
  for (const { runs, name } of record.machines) {
    const cycles = runs[0].timeUs * 800;
    t.true(Math.abs(runs[0].usefulWork * cycles * 64 - products) < 1e-6 * products, name);
    t.true(runs[0].usefulWork <= 1);
  }
});

test('a crossover has a cell for each density and batch; a pattern that does not hold the weights has none', async (t) => {
  const crossover = { rows: 32, columns: 64, densities: [0.1, 1], batches: [1, 2] };
  const record = await compareMachinesInterruptibly(
    { machines, network, batches: [1], multipliers: 64, crossover },
    signal,
  );
  const { cells, activationDensity } = record.crossover!;
  t.is(activationDensity, 1);
  t.deepEqual(
    cells.map(({ weightDensity, batch }) => [weightDensity, batch]),
    [
      [0.1, 1],
      [0.1, 2],
      [1, 1],
      [1, 2],
    ],
  );
  for (const { weightDensity, energyPj, timeUs } of cells)
    for (const [k, { file }] of record.machines.entries()) {
      const isMissing = file === '2-of-4.yaml' && weightDensity === 1;
      t.is(energyPj[k] === null, isMissing);
      t.is(timeUs[k] === null, isMissing);
    }
});

test('measured layers are summed where all were measured in the same way, and marked as measured', async (t) => {
  const platform = await loadPlatform('h100');
  const record = await compareMachinesInterruptibly(
    { machines: machines.slice(0, 1), network, batches: [1], multipliers: 64, platforms: [platform] },
    signal,
  );
  const cold = record.measured.find(({ weights, caches }) => weights === 'dense fp32' && caches === 'cold');
  t.like(cold, { provenance: 'measured', batch: 1, timeUs: 8.342, grossPj: 3394e6, netPj: 2179e6 });
  t.true(record.measured.every(({ batch }) => batch === 1));
});
