import test from 'ava';
import { deadNeurons, removeDeadNeurons } from '../../../src/train/network/dead-neurons.ts';
import type { TrainedLayer } from '../../../src/train/network/trained-network.ts';

/** A layer of these weights, of which those that are not 0 were kept. */
function layer(
  name: string,
  matrix: readonly (readonly number[])[],
  biases: readonly number[],
  rectified = true,
): TrainedLayer {
  const weights = Float32Array.from(matrix.flat());
  const [rows, columns] = [matrix.length, matrix[0].length];
  return {
    name,
    kind: 'fullyConnected',
    rows,
    columns,
    shape: [rows, columns],
    weights,
    biases: Float32Array.from(biases),
    kept: Uint32Array.from(weights.keys()).filter((place) => weights[place] !== 0),
    shared: null,
    format: null,
    storage: { indexBits: 5, huffman: false },
    rectified,
    compacts: false,
  };
}

const first = layer(
  'a',
  [
    [1, 2],
    [0, 0],
    [3, 0],
    [0, 4],
  ],
  [0.5, 0.25, -1, 1],
);
const second = layer(
  'b',
  [
    [1, 8, 0, 2],
    [0, 4, 0, 1],
  ],
  [0, 1],
);

/** What the two layers give. */
function output([a, b]: readonly TrainedLayer[], inputs: readonly number[]): number[] {
  const apply = ({ rows, columns, weights, biases }: TrainedLayer, values: readonly number[]) =>
    Array.from({ length: rows }, (_, row) =>
      values.reduce((sum, value, column) => sum + weights[row * columns + column] * value, biases[row]),
    );
  return apply(
    b,
    apply(a, inputs).map((value) => (a.rectified ? Math.max(0, value) : value)),
  );
}

test('a neuron without inputs and one without outputs are found', (t) => {
  t.deepEqual(deadNeurons({ layers: [first, second] }), [{ layer: 'a', withoutInputs: [1], withoutOutputs: [2] }]);
});

for (const rectified of [true, false])
  test(`their weights are removed and the network gives what it gave${rectified ? '' : ', without a ReLU too'}`, (t) => {
    const before = [{ ...first, rectified, biases: Float32Array.of(0.5, rectified ? 0.25 : -0.25, -1, 1) }, second];
    const { layers } = removeDeadNeurons({ layers: before });
    t.deepEqual([...layers[0].kept!], [0, 1, 7]);
    t.deepEqual([...layers[1].kept!], [0, 3, 7]);
    for (const inputs of [
      [1, 2],
      [-3, 0.5],
      [0, 0],
    ])
      t.deepEqual(output(layers, inputs), output(before, inputs));
  });

test('what dies by that dies too', (t) => {
  const last = layer('c', [[1, 0]], [0]);
  const middle = layer(
    'b',
    [
      [0, 8, 0, 0],
      [1, 1, 1, 1],
    ],
    [0, 1],
  );
  const { layers } = removeDeadNeurons({ layers: [first, middle, last] });
  t.deepEqual(
    layers.map(({ kept }) => kept!.length),
    [0, 0, 0],
  );
});
