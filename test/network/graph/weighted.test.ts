import test from 'ava';
import { drain } from '../../../src/base/steps.ts';
import type { Attribute, GraphNode, Tensor } from '../../../src/network/graph/graph.ts';
import { compute } from '../../../src/network/graph/operators/index.ts';
import { type Multiply, oneByOne } from '../../../src/network/graph/operators/operator.ts';

const tensor = (shape: readonly number[], ...values: readonly number[]): Tensor => ({
  type: 'fp32',
  shape,
  values: Float32Array.from(values),
});

/** Products with these matrices (rows of numbers), by layer name. */
const matrices =
  (layers: Readonly<Record<string, readonly (readonly number[])[]>>): Multiply =>
  (name, input) =>
    Float32Array.from(layers[name], (row) => row.reduce((sum, weight, column) => sum + weight * input[column], 0));

const run = (
  operator: string,
  inputs: readonly (Tensor | undefined)[],
  layers: Readonly<Record<string, readonly (readonly number[])[]>>,
  attributes: Readonly<Record<string, Attribute>> = {},
): Tensor[] =>
  drain(
    compute(node(operator, attributes, Object.keys(layers)), { inputs, multiply: oneByOne(matrices(layers)) }),
  ).filter((output) => output !== undefined);

const node = (
  operator: string,
  attributes: Readonly<Record<string, Attribute>>,
  layers: readonly string[],
): GraphNode => ({ name: 'n', operator, inputs: ['x'], outputs: ['y'], attributes, layers });

test('a Gemm is one product for each row of its input', (t) => {
  const [y] = run('Gemm', [tensor([2, 2], 1, 2, 3, 4)], {
    w: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
  });
  t.deepEqual(
    [y.shape, [...y.values]],
    [
      [2, 3],
      [1, 2, 3, 3, 4, 7],
    ],
  );
});

test('transA turns the input round', (t) => {
  const [y] = run('Gemm', [tensor([2, 1], 5, 7)], { w: [[1, 10]] }, { transA: 1 });
  t.deepEqual([y.shape, [...y.values]], [[1, 1], [75]]);
});

test('a constant left operand takes the columns of the right one', (t) => {
  const [y] = run('MatMul', [undefined, tensor([2, 3], 1, 2, 3, 4, 5, 6)], { w: [[1, 10]] });
  t.deepEqual(
    [y.shape, [...y.values]],
    [
      [1, 3],
      [41, 52, 63],
    ],
  );
});

test('a convolution slides its kernel over the padded input', (t) => {
  const [y] = run(
    'Conv',
    [tensor([1, 1, 2, 2], 1, 2, 3, 4)],
    { w: [[1, 10, 100, 1000]] },
    { kernel_shape: [2, 2], pads: [1, 0, 0, 0] },
  );
  t.deepEqual(
    [y.shape, [...y.values]],
    [
      [1, 1, 2, 1],
      [100 + 2000, 1 + 20 + 300 + 4000],
    ],
  );
});

test('stride and dilation choose the places', (t) => {
  const [y] = run(
    'Conv',
    [tensor([1, 1, 1, 5], 1, 2, 3, 4, 5)],
    { w: [[1, 10]] },
    { kernel_shape: [1, 2], strides: [1, 2], dilations: [1, 2] },
  );
  t.deepEqual([...y.values], [1 + 30, 3 + 50]);
});

test('a one-dimensional convolution has one spatial axis', (t) => {
  const [y] = run('Conv', [tensor([1, 2, 3], 1, 2, 3, 4, 5, 6)], { w: [[1, 0, 0, 1]] }, { kernel_shape: [2] });
  t.deepEqual(
    [y.shape, [...y.values]],
    [
      [1, 1, 2],
      [1 + 5, 2 + 6],
    ],
  );
});

test('the groups of a convolution are one product of all channels', (t) => {
  const blocks = [
    [10, 0],
    [0, 100],
  ];
  const [y] = run('Conv', [tensor([1, 2, 1, 2], 1, 2, 3, 4)], { w: blocks }, { kernel_shape: [1, 1], group: 2 });
  t.deepEqual(
    [y.shape, [...y.values]],
    [
      [1, 2, 1, 2],
      [10, 20, 300, 400],
    ],
  );
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

test('an LSTM step follows its gates i, o, f, c, and the hidden state is part of the next input', (t) => {
  const gates = [
    [0.5, 0.1],
    [0.25, 0.2],
    [-0.5, 0.3],
    [1, 0.4],
  ];
  const outputs = run('LSTM', [tensor([2, 1, 1], 1, -2)], { w: gates }, { hidden_size: 1 });
  let [h, c] = [0, 0];
  const expected = [1, -2].map((x) => {
    const [i, o, f, g] = gates.map(([w, r]) => w * x + r * h);
    c = sigmoid(f) * c + sigmoid(i) * Math.tanh(g);
    h = sigmoid(o) * Math.tanh(c);
    return h;
  });
  t.deepEqual(
    outputs.map(({ shape }) => shape),
    [
      [2, 1, 1, 1],
      [1, 1, 1],
      [1, 1, 1],
    ],
  );
  outputs[0].values.forEach((value, step) => {
    t.true(Math.abs(value - expected[step]) < 1e-6);
  });
  t.true(Math.abs(outputs[2].values[0] - c) < 1e-6);
});

test('the second direction of an LSTM runs backwards', (t) => {
  const gates = [
    [1, 0],
    [1, 0],
    [0, 0],
    [1, 0],
  ];
  const [y] = run(
    'LSTM',
    [tensor([2, 1, 1], 1, 3)],
    { forward: gates, reverse: gates },
    { hidden_size: 1, direction: 'bidirectional' },
  );
  const single = (x: number): number => sigmoid(x) * Math.tanh(sigmoid(x) * Math.tanh(x));
  t.true(Math.abs(y.values[0] - single(1)) < 1e-6, 'forward begins with the first step');
  t.true(Math.abs(y.values[3] - single(3)) < 1e-6, 'reverse begins with the last step');
});

/** A GRU of two units with biases, written out gate by gate from the equations of ONNX's GRU. */
const gruReset = test.macro({
  exec: (t, linearFirst: boolean) => {
    // rows: z, r and h gate of each unit; the last number of a row is its bias
    const w = [0.3, -0.6, 0.2, 0.9, 0.5, -0.8].map((weight, row) => [weight, 0.05 * row - 0.1]);
    const r = [
      [0.1, -0.3],
      [0.2, 0.6],
      [0.4, 0.1],
      [-0.5, 0.3],
      [0.7, -0.9],
      [0.8, 0.2],
    ].map((weights, row) => [...weights, 0.3 - 0.1 * row]);
    const affine = (row: readonly number[], x: readonly number[]): number =>
      x.reduce((sum, value, at) => sum + row[at] * value, row.at(-1)!);
    const multiply: Multiply = (name, input) =>
      Float32Array.from(name === 'input' ? w : r, (row) => affine(row, [...input]));
    const [y] = drain(
      compute(node('GRU', { hidden_size: 2, linear_before_reset: linearFirst ? 1 : 0 }, ['input', 'recurrent']), {
        inputs: [tensor([3, 1, 1], 1, -2, 0.5)],
        multiply: oneByOne(multiply),
      }),
    );
    let h = [0, 0];
    const expected = [1, -2, 0.5].flatMap((x) => {
      const gate = (first: number): number[] =>
        [0, 1].map((k) => sigmoid(affine(w[first + k], [x]) + affine(r[first + k], h)));
      const [update, reset] = [gate(0), gate(2)];
      const scaled = h.map((value, k) => reset[k] * value);
      const candidate = [0, 1].map((k) =>
        Math.tanh(affine(w[4 + k], [x]) + (linearFirst ? reset[k] * affine(r[4 + k], h) : affine(r[4 + k], scaled))),
      );
      h = h.map((value, k) => (1 - update[k]) * candidate[k] + update[k] * value);
      return h;
    });
    t.is(y!.values.length, 6);
    y!.values.forEach((value, index) => {
      t.true(Math.abs(value - expected[index]) < 1e-6, `value ${index}`);
    });
  },
  title: (_given, linearFirst: boolean) =>
    `a GRU resets ${linearFirst ? 'the recurrent product' : 'the hidden state'} (linear_before_reset ${linearFirst ? 1 : 0})`,
});
test(gruReset, true);
test(gruReset, false);
