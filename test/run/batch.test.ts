import test from 'ava';
import { generateLayer } from '../../src/network/generate.ts';
import type { Graph, Tensor } from '../../src/network/graph/graph.ts';
import type { GraphNetwork, Layer, Network } from '../../src/network/layer.ts';
import { loadEnergyTable, loadHardware, loadHardwareText } from '../../src/node/read-configs.ts';
import { inBatch } from '../../src/run/load/in-batch.ts';
import { runNetwork } from '../../src/run/run-network.ts';
import { simulator } from '../../src/sweep/run/simulator.ts';
import { thisThread } from '../../src/sweep/run/threads.ts';

const BATCH = 3;

const layer = generateLayer({ name: 'fc', rows: 30, columns: 50, weightDensity: 0.3, activationDensity: 0.5 }, 7);
const network: Network = { name: 'n', file: 'n', seed: 7, layers: [layer] };
const batched = inBatch(network, BATCH);

const MACHINES = {
  eie: await loadHardware('eie-64pe', { set: ['processingElements=4'] }),
  systolic: await loadHardwareText('name: a\nmachine: systolic\narray: { rows: 8, columns: 8 }\n'),
};
const table = await loadEnergyTable('45nm');

test('a batch has as many inputs as it says, all of the density of the first and no two the same', (t) => {
  const { inputs } = batched.layers[0];
  t.is(inputs!.length, BATCH);
  t.is(inputs![0], layer.activations);
  t.is(new Set(inputs!.map((input) => input.join())).size, BATCH);
  t.deepEqual(
    inputs!.map((input) => input.filter((value) => value !== 0).length),
    [25, 25, 25],
  );
});

test('an EIE takes the inputs of a batch one behind the other: the record is the sum of the runs with each', (t) => {
  const record = runNetwork(MACHINES.eie, batched, table, { outputs: true });
  const alone = batched.layers[0].inputs!.map((activations) =>
    runNetwork(MACHINES.eie, { ...network, layers: [{ ...layer, activations }] }, table, { outputs: true }),
  );
  const sum = (of: (totals: (typeof record)['totals']) => number) =>
    alone.reduce((total, { totals }) => total + of(totals), 0);
  t.is(record.network.batch, BATCH);
  t.is(record.layers[0].products, BATCH);
  t.is(
    record.totals.cycles,
    sum(({ cycles }) => cycles),
  );
  t.is(
    record.totals.starvedCycles,
    sum(({ starvedCycles }) => starvedCycles),
  );
  t.true(Math.abs(record.totals.energyPj.total / sum(({ energyPj }) => energyPj.total) - 1) < 1e-12);
  t.deepEqual(
    record.layers[0].outputs.values,
    alone.flatMap(({ layers }) => [...layers[0].outputs.values!]),
  );
  t.true(Math.abs(record.totals.inferencesPerSecond! / ((1e6 * BATCH) / record.totals.timeUs) - 1) < 1e-12);
});

for (const [name, hardware] of Object.entries(MACHINES))
  test(`${name}: a sweep counts a batch as a run does`, async (t) => {
    const { totals, layers } = runNetwork(hardware, batched, table);
    const swept = await simulator(thisThread(() => undefined)).simulate({}, batched, hardware, true);
    t.is(swept.batch, BATCH);
    t.deepEqual(swept.totals.actionCounts, totals.actionCounts);
    t.is(swept.totals.cycles, totals.cycles);
    t.is(swept.layers[0].products, layers[0].products);
    t.is(swept.layers[0].activationDensity, layers[0].activationDensity);
  });

/** Two layers, one behind the other, for two inferences of which each has one vector. */
function chained(batch: number): GraphNetwork {
  const second: Layer = {
    ...generateLayer({ name: 'second', rows: 10, columns: 30, weightDensity: 0.5, activationDensity: 0.5 }, 8),
    activations: new Float32Array(0),
  };
  const first: Layer = { ...layer, name: 'first', activations: new Float32Array(0) };
  const node = (operator: string, input: string, output: string, of: string) => ({
    name: of,
    operator,
    inputs: [input, 'w'],
    outputs: [output],
    weightInputs: [1],
    attributes: { weightShape: of === 'first' ? [50, 30] : [30, 10] },
    layers: [of],
  });
  const graph: Graph = {
    inputs: [{ name: 'x', shape: [1, 50], type: 'fp32' }],
    outputs: ['z'],
    constants: new Map(),
    nodes: [node('MatMul', 'x', 'y', 'first'), node('MatMul', 'y', 'z', 'second')],
  };
  const inferences = batched.layers[0].inputs!.map(
    (values): ReadonlyMap<string, Tensor> => new Map([['x', { type: 'fp32', shape: [1, 50], values }]]),
  );
  return { name: 'g', file: 'g', seed: 1, layers: [first, second], graph, inferences, batch };
}

test('a systolic array reads its weights once for all inferences of a batch; what the network answers does not change', (t) => {
  const [alone, together] = [1, BATCH].map((batch) => runNetwork(MACHINES.systolic, chained(batch), table));
  const reads = (record: typeof alone) => record.layers.map(({ weightReads }) => weightReads);
  t.deepEqual(
    reads(alone),
    [30 * 50, 30 * 10].map((weights) => weights * BATCH),
  );
  t.deepEqual(reads(together), [30 * 50, 30 * 10]);
  t.true(together.totals.cycles < alone.totals.cycles);
  t.deepEqual(together.inferences!.predictions, alone.inferences!.predictions);
  t.deepEqual(together.outputs, alone.outputs);
  t.is(together.inferences!.count, BATCH);
  const { mean } = together.inferences!.timeUs;
  t.true(Math.abs(mean / (together.totals.timeUs / BATCH) - 1) < 1e-12);
});

test('an EIE runs the inferences of a batch as it does without one', (t) => {
  const [alone, together] = [1, BATCH].map((batch) => runNetwork(MACHINES.eie, chained(batch), table));
  t.deepEqual(together.layers, alone.layers);
  t.deepEqual(together.inferences, alone.inferences);
});
