import test from 'ava';
import { generateLayer } from '../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import type { RunResult } from '../../src/run/result.ts';
import { runNetwork } from '../../src/run/run-network.ts';

const hardware = await loadHardware('eie-64pe');
const table = await loadEnergyTable(hardware.energy.tableFile);

function run(
  pes: number,
  depth: number,
  layers: readonly Parameters<typeof generateLayer>[0][],
  seed: number,
): RunResult {
  const machine = { ...hardware, processingElements: pes, activationQueue: { depth } };
  const network = { name: 'random', file: 'random', seed, layers: layers.map((layer) => generateLayer(layer, seed)) };
  return runNetwork(machine, network, table);
}

test('densities are met exactly by count', (t) => {
  const [layer] = run(
    4,
    8,
    [{ name: 'x', rows: 30, columns: 50, weightDensity: 0.123, activationDensity: 0.37 }],
    3,
  ).layers;
  t.is(layer.nonZeroWeights, Math.round(0.123 * 1500));
  t.is(layer.activationDensity, Math.round(0.37 * 50) / 50);
});

test('a slower clock takes longer and takes SRAM arrays whose reads cost less, not other cycles', (t) => {
  const spec = { name: 'x', rows: 100, columns: 100, weightDensity: 0.2, activationDensity: 0.5 };
  const network = { name: 'n', file: 'n', seed: 1, layers: [generateLayer(spec, 1)] };
  const [fast, slow] = [800e6, 400e6].map((clockHz) => runNetwork({ ...hardware, clockHz }, network, table).layers[0]);
  t.is(slow.cycles, fast.cycles);
  t.is(slow.timeUs, 2 * fast.timeUs);
  t.true(slow.energyPj.sram < fast.energyPj.sram);
  t.is(slow.energyPj.arithmetic, fast.energyPj.arithmetic);
  t.true(slow.energyPj.leakage > 1.9 * fast.energyPj.leakage);
});

test('a layer in which nothing is multiplied has null ratios, not NaN', (t) => {
  const [layer] = run(4, 8, [{ name: 'x', rows: 10, columns: 10, weightDensity: 0.5, activationDensity: 0 }], 1).layers;
  t.is(layer.memoryToArithmeticRatio, null);
  t.is(layer.energyPerMultiplyAccumulatePj, null);
  t.is(layer.cycles, 9);
});
