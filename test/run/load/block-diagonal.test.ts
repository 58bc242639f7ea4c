import test from 'ava';
import { executeGraph } from '../../../src/network/graph/execute-graph.ts';
import type { Graph } from '../../../src/network/graph/graph.ts';
import { plainMultiply } from '../../../src/network/graph/plain-multiply.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { importedNetwork } from '../../../src/run/load/imported-network.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { givenInputs } from '../../oracles/given-inputs.ts';
import { graphNetwork } from '../../oracles/graph-network.ts';

const graph: Graph = {
  inputs: [{ name: 'x', shape: [1, 2, 1, 2] }],
  outputs: ['y'],
  nodes: [
    {
      name: 'c',
      operator: 'Conv',
      inputs: ['x', 'w'],
      outputs: ['y'],
      attributes: { group: 2, kernel_shape: [1, 1] },
      layers: ['w'],
      weightInputs: [1],
    },
  ],
  constants: new Map(),
};
// Group 0 has the rows 10 and 0, group 1 the rows 100 and 0.
const weights = {
  name: 'w',
  kind: 'convolution' as const,
  shape: [4, 1, 1, 1],
  numberFormat: 'fp32',
  matrix: { kind: 'dense' as const, rows: 4, columns: 1, values: Float32Array.of(10, 0, 100, 0) },
  groups: 2,
  bias: Float32Array.of(0.5, 0, 0, 0),
};
const network = importedNetwork(
  { format: 'test', layers: [weights], skipped: [], warnings: [], graph },
  { file: 'f', name: 'n', inputs: givenInputs([1, 2, 1, 2], [1, 2, 3, 4]) },
);

test('the groups of a convolution become one block-diagonal layer of which only the blocks are stored', (t) => {
  t.deepEqual(
    network.layers.map(({ name, matrix }) => [name, matrix.rows, matrix.columns]),
    [['w', 4, 2]],
  );
  const { columnStart, rowIndex, hasBias } = network.layers[0].matrix;
  t.true(hasBias);
  t.deepEqual(
    [[...columnStart], [...rowIndex]],
    [
      [0, 1, 2, 3],
      [0, 2, 0],
    ],
  );
});

test('weights that are not there are no dense products and do not lower the density', (t) => {
  t.is(network.layers[0].matrix.groups, 2);
});

test('a dense machine stores and multiplies the blocks and the bias, not what lies off them', async (t) => {
  const hardware = await loadHardware('ladder/1-dense-fp32');
  const record = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
  const [layer] = record.layers;
  // Two positions; two columns of two rows each, and a bias for each of four rows.
  t.deepEqual([layer.entries, layer.multiplyAccumulates, layer.denseMultiplyAccumulates], [4, 16, 16]);
  t.deepEqual(record.outputs![0].shape, [1, 4, 1, 2]);
});

test('its products are those of the groups', (t) => {
  const outputs = executeGraph(network.graph!, graphNetwork(network).inferences[0], plainMultiply(network.layers));
  t.deepEqual([...outputs.get('y')!.values], [10.5, 20.5, 0, 0, 300, 400, 0, 0]);
});
