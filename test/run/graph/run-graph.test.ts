import test from 'ava';
import type { Graph } from '../../../src/network/graph/graph.ts';
import type { ImportedLayer } from '../../../src/network/imported-weights.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { importedNetwork } from '../../../src/run/load/imported-network.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { layer } from '../../compress/dense.ts';
import { givenInputs } from '../../oracles/given-inputs.ts';

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

test('the record is that of the first inference, and the spread is over all of them', async (t) => {
  const batch = await run([3, 2], [3, 0, 1, 1, 0, 0]);
  const first = await run([2], [3, 0]);
  t.deepEqual(batch.layers, first.layers);
  const { count, energyPj, timeUs } = batch.inferences!;
  t.is(count, 3);
  t.true(energyPj.minimum < energyPj.mean && energyPj.mean < energyPj.maximum);
  t.true(timeUs.standardDeviation > 0);
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
  const result = runNetwork(hardware, { ...network, only: 'b' }, await loadEnergyTable(hardware.energy.tableFile));
  t.deepEqual(
    result.layers.map(({ name, activationDensity }) => [name, activationDensity]),
    [['b', 1 / 3]],
  );
});

test('a label too few is refused', async (t) => {
  await t.throwsAsync(run([2, 2], [3, 0, 0, 1], [0]), { message: /expected one label for each of 2 inputs, found 1/ });
});
