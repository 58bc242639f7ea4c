import test from 'ava';
import type { Graph } from '../../../src/network/graph/graph.ts';
import type { ImportedLayer } from '../../../src/network/imported-weights.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { perInference } from '../../../src/report/records/per-inference.ts';
import { importedNetwork } from '../../../src/run/load/imported-network.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { layer } from '../../compress/dense.ts';
import { givenInputs } from '../../oracles/given-inputs.ts';
import { graphNetwork } from '../../oracles/graph-network.ts';

const named = (name: string, given: ImportedLayer): ImportedLayer => ({ ...given, name });

/** x -> a -> Relu -> b. */
const graph: Graph = {
  inputs: [{ name: 'x', shape: [null, 2] }],
  outputs: ['y'],
  nodes: [
    {
      name: 'a',
      operator: 'Gemm',
      inputs: ['x', 'wa'],
      outputs: ['h'],
      attributes: { transB: 1 },
      layers: ['a'],
      weightInputs: [1],
    },
    { name: 'r', operator: 'Relu', inputs: ['h'], outputs: ['p'], attributes: {}, layers: [] },
    {
      name: 'b',
      operator: 'Gemm',
      inputs: ['p', 'wb'],
      outputs: ['y'],
      attributes: { transB: 1 },
      layers: ['b'],
      weightInputs: [1],
    },
  ],
  constants: new Map(),
};
const imported = {
  format: 'test',
  layers: [named('a', layer([1, 0], [-1, 0], [0, 1])), named('b', layer([1, 1, 0], [0, 0, 2]))],
  skipped: [],
  warnings: [],
  graph,
};

const run = async (shape: number[], values: number[], labels?: number[]) => {
  const network = importedNetwork(imported, {
    file: 'n.onnx',
    name: 'n',
    inputs: givenInputs(shape, values),
  });
  const hardware = await loadHardware('eie-64pe');
  const table = await loadEnergyTable(hardware.energy.tableFile);
  return runNetwork(hardware, network, table, { outputs: true, ...(labels && { labels }) });
};

test('outputs of one layer are the inputs of the next, so its density is the real one', async (t) => {
  const { layers } = await run([2], [3, 0]);
  t.deepEqual(
    layers.map(({ name, activationDensity }) => [name, activationDensity]),
    [
      ['a', 1 / 2],
      ['b', 1 / 3],
    ],
  );
  t.deepEqual(
    layers.map(({ outputs }) => outputs.values),
    [
      [3, -3, 0],
      [3, 0],
    ],
  );
});

test('what runs outside the array is listed as not charged', async (t) => {
  const { warnings } = await run([2], [1, 1]);
  t.true(warnings.includes('outside the array, not charged: Relu (1)'));
});

test('layers and totals of a batch are the sums of its inferences, what is of one inference is their mean', async (t) => {
  const batch = await run([3, 2], [3, 0, 1, 1, 0, 0]);
  const alone = [await run([2], [3, 0]), await run([2], [1, 1]), await run([2], [0, 0])];
  const sum = (value: (result: (typeof alone)[number]) => number) =>
    alone.reduce((total, one) => total + value(one), 0);
  const near = (found: number, expected: number) =>
    t.true(Math.abs(found / expected - 1) < 1e-12, `${found} ${expected}`);
  t.is(
    batch.totals.cycles,
    sum(({ totals }) => totals.cycles),
  );
  t.is(
    batch.totals.multiplyAccumulates,
    sum(({ totals }) => totals.multiplyAccumulates),
  );
  near(
    batch.totals.energyPj.total,
    sum(({ totals }) => totals.energyPj.total),
  );
  for (const [k, { name, cycles, actionCounts, perProcessingElement }] of batch.layers.entries()) {
    t.is(
      cycles,
      sum(({ layers }) => layers[k].cycles),
      name,
    );
    for (const [action, count] of Object.entries(actionCounts))
      t.is(
        count,
        sum(({ layers }) => layers[k].actionCounts[action]),
        `${name} ${action}`,
      );
    t.deepEqual(
      perProcessingElement!.busy,
      perProcessingElement!.busy.map((_, p) => sum(({ layers }) => layers[k].perProcessingElement!.busy[p])),
    );
    // what is stored does not grow with the inputs
    t.is(batch.layers[k].nonZeroWeights, alone[0].layers[k].nonZeroWeights);
  }
  const { count, energyPj, timeUs } = batch.inferences!;
  t.is(count, 3);
  near(energyPj.mean * 3, batch.totals.energyPj.total);
  near(timeUs.mean * 3, batch.totals.timeUs);
  near(batch.totals.inferencesPerJoule!, 1e12 / energyPj.mean);
  near(batch.totals.inferencesPerSecond!, 1e6 / timeUs.mean);
  t.true(energyPj.minimum < energyPj.mean && energyPj.mean < energyPj.maximum);
  t.true(timeUs.standardDeviation > 0);
});

test('people read the mean of an inference', async (t) => {
  const batch = await run([3, 2], [3, 0, 1, 1, 0, 0]);
  const mean = perInference(batch);
  t.is(mean.totals.energyPj.total, batch.totals.energyPj.total / 3);
  t.is(mean.layers[0].cycles, batch.layers[0].cycles / 3);
  t.is(mean.layers[0].nonZeroWeights, batch.layers[0].nonZeroWeights);
  t.is(mean.totals.utilization, batch.totals.utilization);
  t.is(mean.totals.inferencesPerJoule, batch.totals.inferencesPerJoule);
});

test('top-1 counts the best output, top-5 the five best, beside the network as imported', async (t) => {
  const { inferences } = await run([2, 2], [3, 0, 0, 1], [0, 0]);
  t.deepEqual(inferences!.predictions, [
    [0, 1],
    [1, 0],
  ]);
  t.deepEqual(inferences!.accuracy, {
    top1: 0.5,
    top5: 1,
    originalTop1: 0.5,
    originalTop5: 1,
    original: 'sameWeights',
  });
});

test('of one layer alone the record holds its real inputs', async (t) => {
  const network = importedNetwork(imported, {
    file: 'n.onnx',
    name: 'n',
    inputs: givenInputs([2], [3, 0]),
  });
  const hardware = await loadHardware('eie-64pe');
  const result = runNetwork(
    hardware,
    { ...graphNetwork(network), only: 'b' },
    await loadEnergyTable(hardware.energy.tableFile),
  );
  t.deepEqual(
    result.layers.map(({ name, activationDensity }) => [name, activationDensity]),
    [['b', 1 / 3]],
  );
});

test('a label too few is refused', async (t) => {
  await t.throwsAsync(run([2, 2], [3, 0, 0, 1], [0]), { message: /expected one label for each of 2 inputs, found 1/ });
});
