import test from 'ava';
import { randomStream, stateAfter } from '../../src/base/random.ts';
import { drawCodesTwin, drawMatrixTwin } from '../../src/kernels/weights/draw-matrix.ts';
import { generateActivations, generateLayer } from '../../src/network/generate.ts';

const [rows, columns, activationDensity] = [500, 300, 0.4];

test('a layer is the same whatever densities of it were generated before and are still held', (t) => {
  const layers = [0.3, 0.1, 0.5, 0.2, 0.9, 0.6, 0].map((weightDensity) => ({
    count: Math.round(weightDensity * rows * columns),
    layer: generateLayer({ name: 'layer', rows, columns, weightDensity, activationDensity }, 7),
  }));
  for (const { count, layer } of layers) {
    const { places, state } = drawMatrixTwin(7, rows, columns, count);
    t.deepEqual(layer.matrix.places, places, `${count}`);
    t.deepEqual(layer.matrix.weights.kind === 'shared' && layer.matrix.weights.codes, drawCodesTwin(state, count, 15));
    t.deepEqual(
      layer.activations,
      generateActivations(randomStream(stateAfter(state, count)), columns, activationDensity),
    );
  }
});
