import { executeGraph } from '../../src/network/graph/execute-graph.ts';
import { plainMultiply } from '../../src/network/graph/plain-multiply.ts';
import { importWeights } from '../../src/node/read-networks.ts';
import { importedNetwork } from '../../src/run/load/imported-network.ts';
import { givenInputs } from '../oracles/given-inputs.ts';
import { graphNetwork } from '../oracles/graph-network.ts';
import { sharedPath, testWithData } from '../oracles/shared-folder.ts';

/** Small files each of which says one thing that is easily overlooked, with the answer of ONNX Runtime (or, for layout 1, of the standard). */
const folder = sharedPath('cases', 'networks', 'onnx');
const test = testWithData(folder);

const sequence = [1, -1, 0.5, 2, -2, 0.25];
const hidden = [-0.12563, 0.08921, -0.11035, 0.07974, 0.00748, -0.09363];
const up = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

const FILES: Readonly<
  Record<string, { readonly shape: readonly number[]; readonly x: readonly number[]; readonly y: readonly number[] }>
> = {
  cast_bool: { shape: [1, 4], x: [0.5, 0, -3, 2], y: [3, 0, -1] },
  dq_blocked: { shape: [1, 4], x: [1, 0, 0, 1], y: [701, -7980] },
  function_named_matmul: { shape: [1, 4], x: up(4), y: [-7, -6, 4] },
  int4_odd: { shape: [1, 3], x: up(3), y: [-7, -14, 32] },
  int_div_value: { shape: [1, 5], x: up(5), y: [240, 270, 300] },
  local_function: { shape: [1, 4], x: up(4), y: [3, 2] },
  lstm_plain: { shape: [3, 1, 2], x: sequence, y: hidden },
  lstm_hardsigmoid: {
    shape: [3, 1, 2],
    x: sequence,
    y: [-0.11585, 0.09416, -0.11545, 0.09975, 0.00845, -0.10004],
  },
  lstm_input_forget: {
    shape: [3, 1, 2],
    x: sequence,
    y: [-0.12563, 0.08921, -0.09507, 0.16095, -0.07374, -0.09098],
  },
  lstm_layout1: { shape: [1, 3, 2], x: sequence, y: hidden },
  matmul_broadcast: {
    shape: [1, 4],
    x: [1, 2, -1, 3],
    y: [5, -26, 19, 11, 35, 56, 55, 95, 47, 27, 60, 65, 49, 49, 50, 25],
  },
  matmulnbits: { shape: [1, 32], x: Array.from({ length: 32 }, (_, k) => k / 8 - 2), y: [-30, -3] },
  pad_wrap: { shape: [1, 2], x: [1, 2], y: [6, 3, -1] },
  qat_weight_qdq: { shape: [1, 3], x: up(3), y: [-2, 2.9] },
  quantize_output_dtype: { shape: [1, 4], x: [-1, 2, -3, 4], y: [-7, 6, -4] },
  softmax11_rank4: { shape: [1, 1, 1, 1], x: [1], y: [0.0321, 0.0871, 0.2369, 0.6439] },
};

for (const [name, { shape, x, y }] of Object.entries(FILES))
  test(`${name}.onnx means what it says`, async (t) => {
    const found = await outputOf(name, shape, x);
    y.forEach((value, index) => {
      t.true(Math.abs(found[index] - value) < 6e-5 * Math.max(1, Math.abs(value)), `${index}: ${found[index]}`);
    });
  });

test('lstm_seqlens.onnx: behind the end of an item its outputs are 0', async (t) => {
  const found = await outputOf('lstm_seqlens', [3, 2, 2], [1, -1, 0.5, 2, -2, 0.25, 1, 1, 2, 2, -1, 0.5]);
  const item = (step: number, batch: number) => [0, 1].map((unit) => found[(step * 2 + batch) * 2 + unit]);
  t.true(item(0, 1).every((value) => value !== 0));
  t.deepEqual([...item(1, 1), ...item(2, 1)], [0, 0, 0, 0]);
});

async function outputOf(name: string, shape: readonly number[], x: readonly number[]): Promise<number[]> {
  const imported = await importWeights(`${folder}/${name}.onnx`);
  const network = graphNetwork(importedNetwork(imported, { file: 'f', name, inputs: givenInputs(shape, x) }));
  const outputs = executeGraph(network.graph, network.inferences[0], plainMultiply(network.layers));
  return [...[...outputs.values()][0].values];
}
