import test from 'ava';
import { moveOf } from '../../../src/train/learn/moves/index.ts';
import { OPTIMIZERS } from '../../../src/train/optimizers/index.ts';
import { doubleProducts, singleProducts } from '../../../src/train/products/plain-products.ts';

test('the worked example of Deep Compression (Fig. 3) gives the published centroids', (t) => {
  const weights = [2.09, -0.98, 1.48, 0.09, 0.05, -0.14, -1.08, 2.12, -0.91, 1.92, 0, -1.03, 1.87, 0, 1.53, 1.49];
  const gradient = [
    -0.03, -0.01, 0.03, 0.02, -0.01, 0.01, -0.02, 0.12, -0.01, 0.02, 0.04, 0.01, -0.07, -0.02, 0.01, -0.02,
  ];
  const index = [3, 0, 2, 1, 1, 1, 0, 3, 0, 3, 1, 0, 3, 1, 2, 2];
  const centroids = [-1, 0, 1.5, 2];
  t.true(weights.every((weight, k) => Math.abs(weight - centroids[index[k]]) < 0.2));
  const parameters = Float64Array.from(index, (group) => centroids[group]);
  const move = moveOf(
    { kind: 'centroids', positions: Uint32Array.from(index.keys()), groups: Uint32Array.from(index), count: 4 },
    {
      products: doubleProducts,
      parameters,
      gradients: [Float64Array.from(gradient)],
      scratch: { values: new Float64Array(16), gradients: new Float64Array(16) },
    },
  );
  const sums = move.collect(0, 4);
  t.deepEqual(
    Array.from(sums, (sum) => Number(sum.toFixed(2))),
    [-0.03, 0.04, 0.02, 0.04],
  );
  const speeds = new Float64Array(4);
  OPTIMIZERS.sgd.update(
    doubleProducts,
    { values: move.values, gradients: sums, moments: [speeds] },
    { momentum: 0, weightDecay: 0 },
    { rate: 1, iteration: 0 },
  );
  move.spread(0, 4);
  t.deepEqual(
    Array.from(move.values, (value) => Number(value.toFixed(2))),
    [-0.97, -0.04, 1.48, 1.96],
  );
  t.deepEqual(
    [...parameters],
    index.map((group) => move.values[group]),
  );
});

test('gradients of the parts of a batch are added in order, for all weights as for some', (t) => {
  const parts = [Float32Array.of(1, 2, 3, 4), Float32Array.of(1e8, 0.5, 0.25, 0), Float32Array.of(-1e8, 1, 1, 1)];
  const make = () => ({
    products: singleProducts,
    parameters: new Float32Array(4),
    gradients: parts.map((part) => part.slice()),
    scratch: { values: new Float32Array(4), gradients: new Float32Array(4) },
  });
  const expected = [0, 3.5, 4.25, 5];
  t.deepEqual([...moveOf({ kind: 'all' }, make()).collect(0, 4)], expected);
  const some = moveOf({ kind: 'survivors', positions: Uint32Array.of(0, 2, 3) }, make());
  t.deepEqual([...some.collect(0, 3)], [0, 4.25, 5]);
});
