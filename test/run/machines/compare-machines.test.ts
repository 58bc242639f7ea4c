import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { loadEnergyTable, loadPlatform } from '../../../src/node/read-configs.ts';
import { loadMachines, loadNetwork, multipliersOfConfig } from '../../../src/node/read-networks.ts';
import { compareMachinesInterruptibly } from '../../../src/run/machines/compare-machines.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { faultsOf } from '../../config/faults-of.ts';
import { onnxModel } from '../../oracles/onnx-model.ts';

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

/** A convolution of 2 kernels of 1 x 2 x 2 over a map of 3 x 4, and a row sum of each of its 2 x 3 positions behind a Relu; the inputs are positive, one weight is zero. */
const convolutional = onnxModel(
  [
    { operator: 'Conv', inputs: ['x', 'wc'], outputs: ['c'] },
    { operator: 'Relu', inputs: ['c'], outputs: ['r'] },
    { operator: 'Flatten', inputs: ['r'], outputs: ['f'] },
    { operator: 'Gemm', inputs: ['f', 'wg'], outputs: ['y'], attributes: { transB: 1 } },
  ],
  [
    { name: 'wc', dims: [2, 1, 2, 2], floats: [1, 0, 1, 1, -1, -1, -1, -1] },
    { name: 'wg', dims: [3, 12], floats: Array.from({ length: 36 }, () => 0.25) },
  ],
  { x: [1, 1, 3, 4] },
);

test('a network with a graph is executed: all positions of a convolution, and what is behind it on its outputs', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'convolutional.onnx');
  writeFileSync(file, convolutional);
  const executed = await loadNetwork(file);
  const record = await compareMachinesInterruptibly(
    { machines, network: executed, batches: [1], multipliers: 64 },
    signal,
  );
  t.is(record.network.layersAlone, undefined);
  t.true(record.warnings.includes('outside the array, not charged: Relu (1), Flatten (1)'));
  t.is(record.warnings.filter((warning) => warning.includes('no inputs given')).length, 1);
  // 7 weights at each of 6 positions; the second kernel makes nothing positive, so that 6 of 12 inputs of 3 rows are left
  const products = 6 * 7 + 3 * 6;
  for (const [k, { hardware }] of machines.entries()) {
    const { totals } = runNetwork(hardware, executed, await loadEnergyTable(hardware.energy.tableFile));
    const { runs, layers, name } = record.machines[k];
    t.true(Math.abs(runs[0].timeUs / totals.timeUs - 1) < 1e-12, name);
    t.true(Math.abs(runs[0].energyPj.total / totals.energyPj.total - 1) < 1e-12, name);
    t.true(Math.abs(runs[0].usefulWork * runs[0].timeUs * 800 * 64 - products) < 1e-6, name);
    t.is(layers.length, 2);
  }
  t.deepEqual(
    await faultsOf(() =>
      compareMachinesInterruptibly({ machines, network: executed, batches: [1, 2], multipliers: 64 }, signal),
    ),
    ['convolutional.onnx batch: a batch of 2 takes as many inputs, found 1 [BATCH_INPUTS]'],
  );
});

test('of one layer of a graph only that one is told: what it takes, stores and leaves out, and no branch is made up for the others', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'convolutional.onnx');
  writeFileSync(file, convolutional);
  const all = await loadNetwork(file);
  const [{ name }] = all.layers;
  const alone = await loadNetwork(file, { layer: name });
  const of = (one: typeof all) =>
    compareMachinesInterruptibly({ machines, network: one, batches: [1], multipliers: 64 }, signal);
  const [whole, record] = [await of(all), await of(alone)];
  t.is(record.network.layers, 1);
  t.deepEqual(
    record.warnings.filter((warning) => warning.includes('branch')),
    [],
  );
  for (const [k, { name: machine, runs, layers, storedBitsPerWeight, droppedWeights }] of record.machines.entries()) {
    t.deepEqual(layers, whole.machines[k].layers.slice(0, 1));
    t.deepEqual(runs, layers[0].runs);
    t.not(storedBitsPerWeight, whole.machines[k].storedBitsPerWeight);
    // of 3 and 4 weights 2:4 holds two each
    t.is(Math.round(droppedWeights * 7), machine.startsWith('2:4') ? 3 : 0);
  }
});

test('inferences of a graph that run together are the mean of what they take', async (t) => {
  const file = join(mkdtempSync(join(tmpdir(), 'picojoule-')), 'convolutional.onnx');
  writeFileSync(file, convolutional);
  const executed = await loadNetwork(file, { batch: 3 });
  const [systolic] = await loadMachines(['systolic-8x8'], { multipliers: 64 });
  const of = (batches: number[]) =>
    compareMachinesInterruptibly({ machines: [systolic], network: executed, batches, multipliers: 64 }, signal);
  const [one, three] = (await of([1, 3])).machines[0].runs;
  const { totals } = runNetwork(
    systolic.hardware,
    { ...executed, batch: 3 },
    await loadEnergyTable(systolic.hardware.energy.tableFile),
  );
  t.true(Math.abs((3 * three.timeUs) / totals.timeUs - 1) < 1e-12);
  t.true(three.timeUs < one.timeUs, 'weights are loaded once for three');
});

test('a decoder has its key-value cache on each machine, as a run of it has', async (t) => {
  const decoder = await loadNetwork('test/network/graph/fixtures/decoder/decoder.onnx', {
    inputShapes: { sequence_length: [1], past_sequence_length: [4], total_sequence_length: [5] },
  });
  const comparison = { machines, network: decoder, batches: [1], multipliers: 64 };
  const record = await compareMachinesInterruptibly(comparison, signal);
  for (const [k, { hardware }] of machines.entries()) {
    const run = runNetwork(hardware, decoder, await loadEnergyTable(hardware.energy.tableFile));
    const own = run.layers.at(-1)!;
    t.is(own.kind, 'keyValueCache', hardware.name);
    const { layers, runs } = record.machines[k];
    t.is(layers.at(-1)!.name, own.name);
    t.is(layers.at(-1)!.runs[0].timeUs, own.timeUs, hardware.name);
    t.true(Math.abs(layers.at(-1)!.runs[0].energyPj.total / own.energyPj.total - 1) < 1e-12, hardware.name);
    t.true(Math.abs(runs[0].energyPj.total / run.totals.energyPj.total - 1) < 1e-12, hardware.name);
  }
  t.regex(
    record.warnings.join('\n'),
    /GroupQueryAttention \(2\).*; the key-value cache that attention reads is charged/,
  );
});
