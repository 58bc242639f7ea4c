import test from 'ava';
import * as fc from 'fast-check';
import { generateLayer } from '../../src/network/generate.ts';
import { loadEnergyTable, loadHardware } from '../../src/node/read-configs.ts';
import type { LayerResult, RunResult } from '../../src/run/result.ts';
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

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));

/** Paths of all numbers of a record that are not finite, and of nulls that are not one of the two ratios. */
function badNumbers(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (value === null) return /(Ratio|AccumulatePj|indexBits|seed)$/.test(path) ? [] : [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) => badNumbers(part, `${path}.${key}`));
}

const layerSpec = fc.record({
  name: fc.constant('layer'),
  rows: fc.integer({ min: 1, max: 80 }),
  columns: fc.integer({ min: 1, max: 60 }),
  weightDensity: fc.double({ min: 0, max: 1, noNaN: true }),
  activationDensity: fc.double({ min: 0, max: 1, noNaN: true }),
});

test('the record keeps its invariants on random layers and machines', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 2, max: 20 }),
      fc.array(layerSpec, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      (pes, depth, specs, seed) => {
        const result = run(pes, depth, specs, seed);
        // several layers that nothing connects are no inference
        const none = specs.length > 1 ? ['.totals.inferencesPerSecond', '.totals.inferencesPerJoule'] : [];
        t.deepEqual(badNumbers(result), none);
        for (const layer of result.layers) holdsInvariants(layer, result);
        const { totals, layers } = result;
        if (!near(totals.energyPj.total, sum(layers.map((layer) => layer.energyPj.total)))) throw new Error('totals');
      },
    ),
    { numRuns: 150 },
  );
  t.pass();
});

function holdsInvariants(layer: LayerResult, { energyTable, hardware: { processingElements } }: RunResult): void {
  const { energyPj, actionCounts } = layer;
  const { arithmetic, sram, dram, registers, control, leakage, total, byComponent, byAction } = energyPj;
  const claim = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`${what}: ${JSON.stringify(layer)}`);
  };
  claim(near(total, sum([arithmetic, sram, dram, registers, control, leakage])), 'total = sum of categories');
  claim(near(total, sum(Object.values(byComponent))), 'total = sum of components');
  claim(near(total, sum(Object.values(byAction))), 'total = sum of actions');
  for (const [name, count] of Object.entries(actionCounts)) {
    claim(Number.isInteger(count) && count >= 0, `${name} is a whole number`);
    const price = energyTable.find(({ component, action }) => `${component}.${action}` === name);
    claim(byAction[name] === count * (price?.energyPj ?? 0), `${name}: count x pJ = energy`);
  }
  const peCycles = layer.cycles * processingElements;
  claim(layer.utilization >= 0 && layer.utilization <= 1, 'utilization');
  claim(layer.loadBalanceEfficiency >= 0 && layer.loadBalanceEfficiency <= 1, 'load balance');
  claim(layer.multiplyAccumulates <= peCycles, 'multiply-accumulates <= cycles x PEs');
  claim(
    layer.busyCycles + layer.emptyColumnCycles + layer.starvedCycles === peCycles,
    'every PE-cycle is accounted for',
  );
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
