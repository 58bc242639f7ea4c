import test from 'ava';
import { executeGraph } from '../../../../src/network/graph/execute-graph.ts';
import { plainMultiply } from '../../../../src/network/graph/plain-multiply.ts';
import { onnx } from '../../../../src/network/importers/onnx.ts';
import { importedNetwork } from '../../../../src/run/load/imported-network.ts';
import { givenInputs } from '../../../oracles/given-inputs.ts';
import { graphNetwork } from '../../../oracles/graph-network.ts';
import { type Initializer, type Inputs, type ModelNode, onnxModel } from '../../../oracles/onnx-model.ts';

const scalar = (name: string, value: number): Initializer => ({ name, dims: [], floats: [value] });
const int8 = (name: string, value: number): Initializer => ({ name, dims: [], bytes: [value] });

async function outputs(
  nodes: readonly ModelNode[],
  initializers: readonly Initializer[],
  inputs: Inputs,
  shape: readonly number[],
  values: readonly number[],
): Promise<number[]> {
  const imported = await onnx.read({ file: 'f.onnx', bytes: onnxModel(nodes, initializers, inputs) }, {});
  const network = graphNetwork(importedNetwork(imported, { file: 'f', name: 'n', inputs: givenInputs(shape, values) }));
  const results = executeGraph(network.graph, network.inferences[0], plainMultiply(network.layers));
  return [...[...results.values()][0].values];
}

/** Nearest, ties to even, by the text of the standard. */
const even = (x: number): number => {
  const below = Math.floor(x);
  const gap = x - below;
  return gap < 0.5 || (gap === 0.5 && below % 2 === 0) ? below : below + 1;
};
const clip = (x: number): number => Math.max(-128, Math.min(127, x));
const close = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, k) => Math.abs(value - b[k]) < 1e-5);

test('QLinearMatMul: weights with their scale and zero point, outputs rounded to int8', async (t) => {
  const inputs = ['x', 'xs', 'xz', 'w', 'ws', 'wz', 'ys', 'yz'];
  const weights = [1, 2, 3, -4, 5, 6];
  const result = await outputs(
    [{ operator: 'QLinearMatMul', inputs, outputs: ['y'] }],
    [
      scalar('xs', 0.1),
      int8('xz', 3),
      { name: 'w', dims: [2, 3], bytes: weights },
      { name: 'ws', dims: [3], floats: [0.5, 0.25, 2] },
      { name: 'wz', dims: [3], bytes: [1, 0, -1] },
      scalar('ys', 0.02),
      int8('yz', -5),
    ],
    { x: [null, 2] },
    [1, 2],
    [10, -20],
  );
  const [scales, zeros] = [
    [0.5, 0.25, 2],
    [1, 0, -1],
  ];
  const real = [0, 1, 2].map((column) =>
    [10, -20].reduce(
      (sum, x, row) => sum + 0.1 * (x - 3) * scales[column] * (weights[row * 3 + column] - zeros[column]),
      0,
    ),
  );
  t.deepEqual(
    result,
    real.map((value) => clip(even(value / 0.02) - 5)),
  );
});

test('QLinearConv: one scale for each output channel, a bias in units of both scales', async (t) => {
  const inputs = ['x', 'xs', 'xz', 'w', 'ws', 'wz', 'ys', 'yz', 'b'];
  const result = await outputs(
    [{ operator: 'QLinearConv', inputs, outputs: ['y'] }],
    [
      scalar('xs', 0.5),
      int8('xz', 1),
      { name: 'w', dims: [2, 1, 1, 2], bytes: [3, -2, 4, 1] },
      { name: 'ws', dims: [2], floats: [1, 0.5] },
      { name: 'wz', dims: [2], bytes: [0, 0] },
      scalar('ys', 0.25),
      int8('yz', 0),
      { name: 'b', dims: [2], bytes: [7, -9] },
    ],
    { x: [1, 1, 1, 3] },
    [1, 1, 1, 3],
    [5, 9, -3],
  );
  const x = [5, 9, -3].map((value) => 0.5 * (value - 1));
  const channel = (a: number, b: number, scale: number, bias: number): number[] =>
    [0, 1].map((at) => scale * (a * x[at] + b * x[at + 1]) + bias * 0.5 * scale);
  const real = [...channel(3, -2, 1, 7), ...channel(4, 1, 0.5, -9)];
  t.deepEqual(
    result,
    real.map((value) => clip(even(value / 0.25))),
  );
});

test('MatMulInteger after DynamicQuantizeLinear comes near the product of what was quantized', async (t) => {
  const weights = [1, 2, 3, -4, 5, 6];
  const result = await outputs(
    [
      { operator: 'DynamicQuantizeLinear', inputs: ['x'], outputs: ['q', 's', 'z'] },
      { operator: 'MatMulInteger', inputs: ['q', 'w', 'z', 'wz'], outputs: ['i'] },
      { operator: 'Cast', attributes: { to: 1 }, inputs: ['i'], outputs: ['f'] },
      { operator: 'Mul', inputs: ['f', 's'], outputs: ['y'] },
    ],
    [{ name: 'w', dims: [2, 3], bytes: weights }, int8('wz', 2)],
    { x: [null, 2] },
    [1, 2],
    [0.7, -0.2],
  );
  // x is a whole number of steps of (0.7 + 0.2) / 255 from the zero point, to half a step
  const scale = 0.9 / 255;
  const zero = even(0.2 / scale);
  const x = [0.7, -0.2].map((value) => (Math.min(255, Math.max(0, even(value / scale) + zero)) - zero) * scale);
  t.true(
    close(
      result,
      [0, 1, 2].map((column) => x[0] * (weights[column] - 2) + x[1] * (weights[3 + column] - 2)),
    ),
  );
});

test('QuantizeLinear and DequantizeLinear around an activation keep it to half a step, and clip it', async (t) => {
  const result = await outputs(
    [
      { operator: 'QuantizeLinear', inputs: ['x', 's', 'z'], outputs: ['q'] },
      { operator: 'DequantizeLinear', inputs: ['q', 's', 'z'], outputs: ['d'] },
      { operator: 'MatMul', inputs: ['d', 'w'], outputs: ['y'] },
    ],
    [scalar('s', 0.5), int8('z', 0), { name: 'w', dims: [2, 2], floats: [1, 0, 0, 1] }],
    { x: [null, 2] },
    [1, 2],
    [1.25, -100],
  );
  t.deepEqual(result, [1, -64]);
});
