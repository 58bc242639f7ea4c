import test from 'ava';
import { type Made, onlyMatrix, readMade, rowsOf, transposed, wholeNumbers } from '../packed/tensors-to-read.ts';

const bias = (name: string, shape: readonly number[]): Made => [
  name,
  'fp32',
  shape,
  Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => at),
];
const kernel = wholeNumbers(3, 5, 100);
const KERNEL: Made = ['', 'fp32', [3, 5], kernel.flat()];
const named = (name: string, [, format, shape, values]: Made): Made => [name, format, shape, values];

for (const [weight, own] of [
  ['h.0.c_attn.weight', 'h.0.c_attn.bias'],
  ['dense/kernel:0', 'dense/bias:0'],
  ['params/Dense_0/kernel', 'params/Dense_0/bias'],
  ['layers.0.kernel.value', 'layers.0.bias.value'],
  ['linear/w', 'linear/b'],
  ['W1', 'b1'],
  ['weights_1', 'biases_1'],
  ['arr_0', 'arr_1'],
  ['layers/dense/vars/0', 'layers/dense/vars/1'],
  ['coefs_0', 'intercepts_0'],
  ['fc', 'fc_bias'],
])
  test(`${weight} with as many values in ${own} as columns is turned`, (t) => {
    const read = readMade([named(weight, KERNEL), bias(own, [5])]);
    t.deepEqual(onlyMatrix(read), transposed(kernel));
    t.deepEqual([...read.layers[0].bias!], [0, 1, 2, 3, 4]);
    t.true(read.warnings.some((warning) => /stored input x output/.test(warning)));
  });

test('a bias as long as the rows leaves a weight as it is', (t) => {
  const read = readMade([named('fc.weight', KERNEL), bias('fc.bias', [3])]);
  t.deepEqual(onlyMatrix(read), kernel);
  t.deepEqual(read.warnings, []);
});

test('a kernel without a bias is turned by its name, a weight without one is not', (t) => {
  t.deepEqual(onlyMatrix(readMade([named('dense.kernel', KERNEL)])), transposed(kernel));
  t.deepEqual(onlyMatrix(readMade([named('lstm/recurrent_kernel', KERNEL)])), transposed(kernel));
  t.deepEqual(onlyMatrix(readMade([named('lm_head.weight', KERNEL)])), kernel);
});

test('a square weight with a bias is stored as the others are', (t) => {
  const square = wholeNumbers(4, 4, 100, 3);
  const tensors: Made[] = [['c_proj.weight', 'fp32', [4, 4], square.flat()], bias('c_proj.bias', [4])];
  const turned = readMade([...tensors, named('c_attn.weight', KERNEL), bias('c_attn.bias', [5])]);
  t.deepEqual(rowsOf(turned.layers[0]), transposed(square));
  const straight = readMade([...tensors, named('fc.weight', KERNEL), bias('fc.bias', [3])]);
  t.deepEqual(rowsOf(straight.layers[0]), square);
  t.deepEqual(rowsOf(readMade(tensors).layers[0]), square);
});

/** A tensor whose value tells where it stands: digits of its index along each axis. */
const places = (name: string, shape: readonly number[]): Made => [
  name,
  'fp32',
  shape,
  Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, at) => {
    let rest = at;
    return shape.toReversed().reduce((value, size, axis) => {
      const digit = rest % size;
      rest = Math.floor(rest / size);
      return value + (digit + 1) * 10 ** axis;
    }, 0);
  }),
];

test('a convolution of Keras, [height, width, inputs, outputs], has a row for each output and inputs x height x width columns', (t) => {
  const read = readMade([places('conv2d/kernel:0', [2, 2, 2, 3]), bias('conv2d/bias:0', [3])]);
  t.is(read.layers[0].kind, 'convolution');
  t.deepEqual(onlyMatrix(read)[1], [1112, 1212, 2112, 2212, 1122, 1222, 2122, 2222]);
});

test('a transposed convolution of PyTorch, [inputs, outputs, width], has a row for each output', (t) => {
  const read = readMade([places('up.weight', [2, 3, 2]), bias('up.bias', [3])]);
  t.deepEqual(onlyMatrix(read)[2], [131, 132, 231, 232]);
});

test('flax DenseGeneral: [inputs, heads, size] with a bias of heads x size, and [heads, size, outputs]', (t) => {
  const query = readMade([places('attn/query/kernel', [2, 2, 3]), bias('attn/query/bias', [2, 3])]);
  t.is(query.layers[0].kind, 'fullyConnected');
  t.deepEqual(onlyMatrix(query)[4], [122, 222]);
  t.is(query.layers[0].bias?.length, 6);
  const out = readMade([places('attn/out/kernel', [2, 3, 2]), bias('attn/out/bias', [2])]);
  t.deepEqual(onlyMatrix(out)[1], [112, 122, 132, 212, 222, 232]);
});

test('fused experts are one layer each; bias, partner or router tell which axis counts outputs', (t) => {
  const shapes = (tensors: readonly Made[]) => {
    const { layers } = readMade(tensors);
    return layers
      .filter(({ name }) => name.includes('experts'))
      .map(({ name, matrix }) => `${name.replace(/.*experts\./, '')} ${matrix.rows}x${matrix.columns}`);
  };
  t.deepEqual(shapes([places('mlp.experts.gate_up_proj', [2, 4, 6]), bias('mlp.experts.gate_up_proj_bias', [2, 6])]), [
    'gate_up_proj.0 6x4',
    'gate_up_proj.1 6x4',
  ]);
  const partners = (up: readonly number[], down: readonly number[]) =>
    shapes([places('mlp.experts.gate_up_proj', up), places('mlp.experts.down_proj', down)]);
  t.deepEqual(partners([1, 12, 4], [1, 4, 6]), ['gate_up_proj.0 12x4', 'down_proj.0 4x6']);
  t.deepEqual(partners([1, 4, 12], [1, 6, 4]), ['gate_up_proj.0 12x4', 'down_proj.0 4x6']);
  t.deepEqual(
    shapes([
      places('layers.0.moe.experts.w1', [2, 4, 5]),
      ['layers.0.moe.router.weight', 'fp32', [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]],
    ]),
    ['w1.0 5x4', 'w1.1 5x4'],
  );
  const guess = readMade([places('moe.experts.w1', [2, 4, 5])]);
  t.true(guess.warnings.some((warning) => /nothing tells which axis counts outputs/.test(warning)));
});

test('an expert of its own with a convolution is no fused expert', (t) => {
  t.is(onlyMatrix(readMade([places('experts.0.conv.weight', [2, 3, 2])])).length, 2);
});
