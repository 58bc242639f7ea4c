import test from 'ava';
import { UserError } from '../../src/base/user-error.ts';
import { checkLayer, checkMatrix } from '../../src/network/check-layer.ts';
import { generateLayer } from '../../src/network/generate.ts';
import type { Layer, WeightMatrix } from '../../src/network/layer.ts';

const matrix: WeightMatrix = {
  rows: 3,
  columns: 2,
  hasBias: true,
  columnStart: Uint32Array.of(0, 2, 3, 4),
  rowIndex: Uint32Array.of(0, 2, 1, 0),
  weights: { kind: 'shared', codes: Uint8Array.of(1, 2, 1, 1), codebook: Float32Array.of(0, 0.5, -1) },
  biasValues: Float32Array.of(0.25),
};
const layer: Layer = { name: 'fc', kind: 'fullyConnected', matrix, activations: Float32Array.of(1, 0) };
const direct = { kind: 'direct', values: Float32Array.of(1, 2, 3, 4) } as const;

test('a whole layer passes: shared or direct weights, with or without a bias, generated', (t) => {
  t.notThrows(() => checkLayer(layer));
  t.notThrows(() => checkLayer({ ...layer, matrix: { ...matrix, weights: direct } }));
  t.notThrows(() =>
    checkLayer(generateLayer({ name: 'g', rows: 9, columns: 7, weightDensity: 0.4, activationDensity: 1 }, 1)),
  );
  t.notThrows(() => checkLayer({ ...layer, activations: new Float32Array(0) }, true));
});

const refused = test.macro({
  exec(t, changed: Partial<WeightMatrix>, message: RegExp) {
    const error = t.throws(() => checkMatrix({ ...matrix, ...changed }), { instanceOf: UserError });
    t.regex(error.message, message);
    t.regex(error.message, /\[LAYER\]/);
    t.throws(() => checkLayer({ ...layer, matrix: { ...matrix, ...changed } }), { message: /^fc\.matrix\./ });
  },
  title: (_, __, message: RegExp) => `refused: ${message.source}`,
});
test(refused, { rows: 2.5 }, /matrix\.rows: expected a whole number from 1, found 2\.5/);
test(
  refused,
  { columnStart: Uint32Array.of(0, 2, 4) },
  /columnStart: expected 4 starts \(2 columns, the bias and the end\), found 3/,
);
test(
  refused,
  { columnStart: Uint32Array.of(0, 2, 3, 5) },
  /columnStart: expected starts from 0 to the 4 stored weights, found 0 to 5/,
);
test(refused, { columnStart: Uint32Array.of(1, 2, 3, 4) }, /found 1 to 4/);
test(
  refused,
  { columnStart: Uint32Array.of(0, 2, 1, 4) },
  /columnStart: expected starts that do not fall, found 1 behind 2/,
);
test(refused, { rowIndex: Uint32Array.of(0, 3, 1, 0) }, /rowIndex: expected rows below 3, found 3 in column 0/);
test(
  refused,
  { rowIndex: Uint32Array.of(2, 0, 1, 0) },
  /rowIndex: expected ascending rows, found 0 behind 2 in column 0/,
);
test(refused, { rowIndex: Uint32Array.of(1, 1, 1, 0) }, /found 1 behind 1/);
test(
  refused,
  { weights: { ...direct, values: Float32Array.of(1) } },
  /weights\.values: expected one for each of 4 stored weights, found 1/,
);
test(
  refused,
  { weights: { ...direct, values: Float32Array.of(1, NaN, 1, 1) } },
  /weights\.values: expected finite numbers, found NaN at 1/,
);
const shared = matrix.weights as Extract<WeightMatrix['weights'], { kind: 'shared' }>;
test(
  refused,
  { weights: { ...shared, codes: Uint8Array.of(1, 2, 3, 1) } },
  /codes below 3, the codebook, found 3 at 2/,
);
test(refused, { weights: { ...shared, codes: Uint8Array.of(1) } }, /weights\.codes: expected one for each of 4/);
test(refused, { weights: { ...shared, codebook: Float32Array.of(1, 2, 3) } }, /expected 0 as its first value.*found 1/);
test(refused, { weights: { ...shared, codebook: new Float32Array(257) } }, /at most 256 values, found 257/);
test(refused, { biasValues: Float32Array.of(1, 2) }, /biasValues: expected one for each of 1 entries/);

test('activations are as many as columns and finite, and all faults of a layer are told together', (t) => {
  const wrong = {
    ...layer,
    activations: Float32Array.of(Infinity),
    matrix: { ...matrix, biasValues: Float32Array.of(NaN) },
  };
  const { faults } = t.throws(() => checkLayer(wrong), { instanceOf: UserError });
  t.deepEqual(
    faults.map(({ place }) => place.path),
    ['fc.matrix.biasValues', 'fc.activations', 'fc.activations'],
  );
});
