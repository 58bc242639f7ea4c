import test from 'ava';
import { onlyMatrix, readMade, wholeNumbers } from './tensors-to-read.ts';

const near = (rows: readonly (readonly number[])[]): number[][] =>
  rows.map((row) => row.map((value) => Math.round(value * 1e6) / 1e6));
const direction = [
  [3, 4, 0],
  [0, 2, 0],
];

for (const [g, v] of [
  ['fc.weight_g', 'fc.weight_v'],
  ['fc.parametrizations.weight.original0', 'fc.parametrizations.weight.original1'],
])
  test(`weight_norm: ${g} x ${v} / its length, row by row`, (t) => {
    const read = readMade([
      [g, 'fp32', [2, 1], [10, -1]],
      [v, 'fp32', [2, 3], direction.flat()],
      ['fc.bias', 'fp32', [2], [1, 2]],
    ]);
    t.deepEqual(near(onlyMatrix(read)), [
      [6, 8, 0],
      [-0, -1, -0],
    ]);
    t.is(read.layers[0].name, 'fc.weight');
    t.is(read.layers[0].bias?.length, 2);
  });

test('weight_norm along the second axis, and over the whole tensor', (t) => {
  const columns = readMade([
    ['fc.weight_g', 'fp32', [1, 3], [3, 1, 1]],
    ['fc.weight_v', 'fp32', [2, 3], [0, 3, 1, 2, 4, 0]],
  ]);
  t.deepEqual(near(onlyMatrix(columns)), [
    [0, 0.6, 1],
    [3, 0.8, 0],
  ]);
  const whole = readMade([
    ['fc.weight_g', 'fp32', [], [10]],
    ['fc.weight_v', 'fp32', [1, 2], [3, 4]],
  ]);
  t.deepEqual(near(onlyMatrix(whole)), [[6, 8]]);
});

for (const [raw, u, v] of [
  ['fc.weight_orig', 'fc.weight_u', 'fc.weight_v'],
  ['fc.parametrizations.weight.original', 'fc.parametrizations.weight.0._u', 'fc.parametrizations.weight.0._v'],
])
  test(`spectral_norm: ${raw} / (u W v)`, (t) => {
    const read = readMade([
      [raw, 'fp32', [2, 2], [4, 0, 0, 2]],
      [u, 'fp32', [2], [1, 0]],
      [v, 'fp32', [2], [1, 0]],
    ]);
    t.deepEqual(onlyMatrix(read), [
      [1, 0],
      [0, 0.5],
    ]);
    t.is(read.layers[0].name, 'fc.weight');
  });

for (const [weight, mask, name] of [
  ['fc.weight_orig', 'fc.weight_mask', 'fc.weight'],
  ['fc.weight', 'fc.weight_mask', 'fc.weight'],
  ['fc.weight', 'fc.mask', 'fc.weight'],
  ['dense/kernel', 'dense/mask', 'dense/kernel'],
  ['W1', 'W1_mask', 'W1'],
  ['fc.weight', 'fc.weight.mask', 'fc.weight'],
  ['fc.parametrizations.weight.original', 'fc.parametrizations.weight.0.mask', 'fc.weight'],
])
  test(`${weight} x ${mask} is the layer ${name}`, (t) => {
    const read = readMade([
      [weight, 'fp32', [2, 2], [1, 2, 3, 4]],
      [mask, 'fp32', [2, 2], [1, 0, 0, 1]],
    ]);
    t.deepEqual(
      onlyMatrix(read)
        .flat()
        .toSorted((a, b) => a - b),
      [0, 0, 1, 4],
    );
    t.is(read.layers[0].name, name);
  });

test('a mask of flags masks too; one that is no mask, or of another shape, is refused', (t) => {
  const flags = readMade([
    ['fc.weight', 'fp32', [1, 2], [5, 6]],
    ['fc.mask', 'bool', [1, 2], [0, 1]],
  ]);
  t.deepEqual(onlyMatrix(flags), [[0, 6]]);
  const grades = readMade([
    ['fc.weight', 'fp32', [1, 2], [5, 6]],
    ['fc.mask', 'fp32', [1, 2], [0.5, 1]],
  ]);
  t.regex(grades.skipped[0].reason, /holds other values than 0 and 1/);
  const wide = readMade([
    ['fc.weight', 'fp32', [1, 2], [5, 6]],
    ['fc.mask', 'fp32', [1, 3], [1, 1, 1]],
  ]);
  t.regex(wide.skipped[0].reason, /the mask has shape \(1, 3\), the weight \(1, 2\)/);
  t.deepEqual([...grades.layers, ...wide.layers], []);
});

test('a mask of a bias is no layer', (t) => {
  const read = readMade([
    ['fc.weight', 'fp32', [2, 2], wholeNumbers(2, 2, 9).flat()],
    ['fc.bias_orig', 'fp32', [2], [1, 2]],
    ['fc.bias_mask', 'fp32', [2], [0, 1]],
  ]);
  t.is(read.layers.length, 1);
  t.deepEqual([...read.layers[0].bias!], [0, 2]);
});

test('a parametrization of another kind is refused by name', (t) => {
  const { layers, skipped } = readMade([
    ['fc.parametrizations.weight.original', 'fp32', [2, 2], [1, 2, 3, 4]],
    ['fc.parametrizations.weight.0.base', 'fp32', [2, 2], [1, 0, 0, 1]],
  ]);
  t.deepEqual(layers, []);
  t.like(skipped[0], {
    name: 'fc.weight',
    kind: 'unread',
    reason: 'a parametrization of PyTorch, not read: original, 0.base',
  });
});
