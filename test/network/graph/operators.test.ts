import test from 'ava';
import { drain } from '../../../src/base/steps.ts';
import type { Attribute, Tensor } from '../../../src/network/graph/graph.ts';
import { compute } from '../../../src/network/graph/operators/index.ts';
import { oneByOne } from '../../../src/network/graph/operators/operator.ts';

const tensor = (shape: readonly number[], ...values: readonly number[]): Tensor => ({
  type: 'fp32',
  shape,
  values: Float32Array.from(values),
});

const run = (
  operator: string,
  inputs: readonly (Tensor | undefined)[],
  attributes: Readonly<Record<string, Attribute>> = {},
  opset?: number,
): Tensor =>
  drain(
    compute(
      {
        name: 'n',
        operator,
        inputs: inputs.map((input, at) => (input === undefined ? '' : `x${at}`)),
        outputs: ['y'],
        attributes,
        layers: [],
        ...(opset !== undefined && { opset }),
      },
      { inputs, multiply: oneByOne(() => new Float32Array(0)) },
    ),
  )[0]!;

const gives = test.macro({
  exec: (
    t,
    operator: string,
    inputs: readonly (Tensor | undefined)[],
    attributes: Readonly<Record<string, Attribute>>,
    expected: Tensor,
  ) => {
    const result = run(operator, inputs, attributes);
    t.deepEqual(result.shape, expected.shape);
    result.values.forEach((value, index) => {
      t.true(
        Math.abs(value - expected.values[index]) < 1e-6,
        `element ${index}: ${value}, expected ${expected.values[index]}`,
      );
    });
  },
  title: (claim) => claim ?? '',
});

test('Relu keeps what is positive', gives, 'Relu', [tensor([3], -1, 0, 2)], {}, tensor([3], 0, 0, 2));
test('Sigmoid of 0 is a half', gives, 'Sigmoid', [tensor([1], 0)], {}, tensor([1], 0.5));
test(
  'Clip takes its limits from inputs',
  gives,
  'Clip',
  [tensor([3], -1, 3, 9), tensor([], 0), tensor([], 6)],
  {},
  tensor([3], 0, 3, 6),
);
test(
  'Add broadcasts a row over a matrix',
  gives,
  'Add',
  [tensor([2, 2], 1, 2, 3, 4), tensor([2], 10, 20)],
  {},
  tensor([2, 2], 11, 22, 13, 24),
);
test(
  'Mul broadcasts both ways',
  gives,
  'Mul',
  [tensor([2, 1], 2, 3), tensor([1, 3], 1, 10, 100)],
  {},
  tensor([2, 3], 2, 20, 200, 3, 30, 300),
);
test(
  'Softmax sums to 1 along its axis',
  gives,
  'Softmax',
  [tensor([2, 2], 0, 0, 1, 1)],
  { axis: 0 },
  tensor([2, 2], 1 / (1 + Math.E), 1 / (1 + Math.E), Math.E / (1 + Math.E), Math.E / (1 + Math.E)),
);
test(
  'BatchNormalization is an affine map of each channel',
  gives,
  'BatchNormalization',
  [tensor([1, 2, 1], 3, 5), tensor([2], 2, 1), tensor([2], 1, 0), tensor([2], 1, 5), tensor([2], 4, 1)],
  { epsilon: 0 },
  tensor([1, 2, 1], 3, 0),
);
test(
  'LRN divides by the squares of the neighbouring channels',
  gives,
  'LRN',
  [tensor([1, 3, 1, 1], 1, 2, 3)],
  { size: 3, alpha: 3, beta: 1, bias: 1 },
  tensor([1, 3, 1, 1], 1 / 6, 2 / 15, 3 / 14),
);
test(
  'MaxPool moves by its stride',
  gives,
  'MaxPool',
  [tensor([1, 1, 2, 4], 1, 5, 2, 0, 3, 4, 8, 7)],
  { kernel_shape: [2, 2], strides: [2, 2] },
  tensor([1, 1, 1, 2], 5, 8),
);
test(
  'MaxPool with ceil_mode takes a last window that is cut',
  gives,
  'MaxPool',
  [tensor([1, 1, 1, 3], 1, 2, 9)],
  { kernel_shape: [1, 2], strides: [1, 2], ceil_mode: 1 },
  tensor([1, 1, 1, 2], 2, 9),
);
test(
  'AveragePool leaves the padding out',
  gives,
  'AveragePool',
  [tensor([1, 1, 1, 2], 2, 4)],
  { kernel_shape: [1, 2], strides: [1, 1], pads: [0, 1, 0, 0] },
  tensor([1, 1, 1, 2], 2, 3),
);
test(
  'AveragePool counts the padding where it is told to',
  gives,
  'AveragePool',
  [tensor([1, 1, 1, 2], 2, 4)],
  { kernel_shape: [1, 2], strides: [1, 1], pads: [0, 1, 0, 0], count_include_pad: 1 },
  tensor([1, 1, 1, 2], 1, 3),
);
test(
  'GlobalAveragePool is the mean of a channel',
  gives,
  'GlobalAveragePool',
  [tensor([1, 2, 1, 2], 1, 3, 5, 9)],
  {},
  tensor([1, 2, 1, 1], 2, 7),
);
test(
  'Concat joins along its axis',
  gives,
  'Concat',
  [tensor([1, 1, 2], 1, 2), tensor([1, 2, 2], 3, 4, 5, 6)],
  { axis: 1 },
  tensor([1, 3, 2], 1, 2, 3, 4, 5, 6),
);
test(
  'Flatten joins the axes from 1 on',
  gives,
  'Flatten',
  [tensor([2, 1, 2], 1, 2, 3, 4)],
  {},
  tensor([2, 2], 1, 2, 3, 4),
);
test(
  'Reshape computes the size of -1',
  gives,
  'Reshape',
  [tensor([2, 3], 1, 2, 3, 4, 5, 6), tensor([2], 3, -1)],
  {},
  tensor([3, 2], 1, 2, 3, 4, 5, 6),
);
test(
  'Transpose turns the axes round',
  gives,
  'Transpose',
  [tensor([2, 3], 1, 2, 3, 4, 5, 6)],
  {},
  tensor([3, 2], 1, 4, 2, 5, 3, 6),
);
test(
  'Slice takes every second element from the second on',
  gives,
  'Slice',
  [tensor([5], 0, 1, 2, 3, 4), tensor([1], 1), tensor([1], 5), tensor([1], 0), tensor([1], 2)],
  {},
  tensor([2], 1, 3),
);
test(
  'Unsqueeze and Squeeze add and drop axes of size 1',
  gives,
  'Unsqueeze',
  [tensor([2], 1, 2), tensor([2], 0, 2)],
  {},
  tensor([1, 2, 1], 1, 2),
);
test(
  'ReduceMean keeps its axis with size 1',
  gives,
  'ReduceMean',
  [tensor([2, 2], 1, 3, 5, 7)],
  { axes: [1] },
  tensor([2, 1], 2, 6),
);
test(
  'a product of two activations is computed outside the array',
  gives,
  'MatMul',
  [tensor([2, 2], 1, 2, 3, 4), tensor([2, 1], 10, 100)],
  {},
  tensor([2, 1], 210, 430),
);

test('shapes that do not fit are refused', (t) => {
  t.throws(() => run('Add', [tensor([2], 1, 2), tensor([3], 1, 2, 3)]), { instanceOf: RangeError });
  t.throws(() => run('Reshape', [tensor([4], 1, 2, 3, 4), tensor([1], 3)]), { instanceOf: RangeError });
});

const typed = (type: string, shape: readonly number[], ...values: readonly number[]): Tensor => ({
  type,
  shape,
  values: Float64Array.from(values),
});

test('a quotient of integers is cut, of either sign', (t) => {
  const result = run('Div', [typed('int64', [4], 5, -5, 7, -7), typed('int64', [], 2)]);
  t.deepEqual([result.type, [...result.values]], ['int64', [2, -2, 3, -3]]);
});

test('integers wrap around in their width', (t) => {
  t.deepEqual([...run('Add', [typed('uint8', [1], 200), typed('uint8', [1], 100)]).values], [44]);
  t.deepEqual([...run('Add', [typed('int8', [1], 100), typed('int8', [1], 100)]).values], [-56]);
});

test('to BOOL everything but 0 is 1', (t) => {
  const result = run('Cast', [tensor([4], 0.5, 0, -3, 2)], { to: 9 });
  t.deepEqual([result.type, [...result.values]], ['bool', [1, 0, 1, 1]]);
});

test('fp16 and bf16 are rounded to nearest, ties to even', (t) => {
  t.deepEqual(
    [...run('Cast', [tensor([3], 1 + 2 ** -11, 1 + 3 * 2 ** -11, 70000)], { to: 10 }).values],
    [1, 1 + 2 ** -9, Infinity],
  );
  t.deepEqual([...run('Cast', [tensor([2], 1 + 2 ** -8, 1 + 3 * 2 ** -8)], { to: 16 }).values], [1, 1 + 2 ** -6]);
  for (const to of [10, 16])
    t.deepEqual([...run('Cast', [tensor([4], -1e-42, 1e-42, -0, 0)], { to }).values].map(signed), [
      '-0',
      '0',
      '-0',
      '0',
    ]);
});

const signed = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

test('nothing is rounded to a small float: it is refused by name', (t) => {
  t.throws(() => run('CastLike', [tensor([1], 0.48), typed('fp8e4m3', [1], 1)]), {
    message: /arithmetic in fp8e4m3 is not executed/,
  });
  t.deepEqual([...run('Transpose', [typed('fp8e4m3', [1, 2], 1, 2)]).values], [1, 2], 'but it may be moved');
});

test('operands of two kinds are refused', (t) => {
  t.throws(() => run('Add', [typed('int32', [1], 1), tensor([1], 1)]), { message: /same kind .* int32 and fp32/ });
});

test('a quotient that is rounded to fp32 decides the integer: 0.5 / 0.019607844 is 25.5 there, and 26', (t) => {
  t.deepEqual([...run('QuantizeLinear', [tensor([1], 0.5), tensor([], 0.019607844)]).values], [26]);
  t.deepEqual([...run('DynamicQuantizeLinear', [tensor([3], -3, 0.5, 2)]).values].length, 3);
});

test('below opset 13 the axes of Softmax from its own on are one lane', (t) => {
  const x = tensor([1, 4, 1, 1], 1, 2, 3, 4);
  const powers = [1, 2, 3, 4].map(Math.exp);
  const total = powers.reduce((a, b) => a + b);
  run('Softmax', [x], {}, 11).values.forEach((value, at) => {
    t.true(Math.abs(value - powers[at] / total) < 1e-6);
  });
  t.deepEqual([...run('Softmax', [x], {}, 13).values], [1, 1, 1, 1], 'from 13 on only the last axis is');
});

test('Einsum multiplies and sums over what the result does not name', (t) => {
  const a = tensor([2, 3], 1, 2, 3, 4, 5, 6);
  t.deepEqual([...run('Einsum', [a, a], { equation: 'ij,kj->ik' }).values], [14, 32, 32, 77]);
  t.deepEqual([...run('Einsum', [a], { equation: '...j->...' }).values], [6, 15]);
});
