import test from 'ava';
import { executeGraph } from '../../src/network/graph/execute-graph.ts';
import type { Graph } from '../../src/network/graph/graph.ts';
import { plainMultiply } from '../../src/network/graph/plain-multiply.ts';
import { importedNetwork } from '../../src/run/imported-network.ts';
import { layer } from '../compress/dense.ts';
import { givenInputs } from '../oracles/given-inputs.ts';

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
      layers: ['w.group0', 'w.group1'],
    },
  ],
  constants: new Map(),
};
const group = (index: number, weight: number, bias: number) => ({
  ...layer([weight], [0]),
  name: `w.group${index}`,
  kind: 'convolution' as const,
  bias: Float32Array.of(bias, 0),
});
const network = importedNetwork(
  { format: 'test', layers: [group(0, 10, 0.5), group(1, 100, 0)], skipped: [], warnings: [], graph },
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

test('its products are those of the groups', (t) => {
  const outputs = executeGraph(network.graph!, network.inferences![0], plainMultiply(network.layers));
  t.deepEqual([...outputs.get('y')!.values], [10.5, 20.5, 0, 0, 300, 400, 0, 0]);
});
