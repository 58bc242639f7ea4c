import test from 'ava';
import { onnx } from '../../../../src/network/importers/onnx.ts';
import { loadEnergyTable, loadHardware } from '../../../../src/node/read-configs.ts';
import { importedNetwork } from '../../../../src/run/load/imported-network.ts';
import { runNetwork } from '../../../../src/run/run-network.ts';
import { type Initializer, type ModelNode, onnxModel } from '../../../oracles/onnx-model.ts';

const HIDDEN = 8;
const weights: Initializer = {
  name: 'W',
  dims: [HIDDEN, 3 * HIDDEN],
  floats: Array.from({ length: 3 * HIDDEN * HIDDEN }, (_, at) => ((at * 7) % 13) / 13 - 0.5),
};
const bias: Initializer = {
  name: 'B',
  dims: [3 * HIDDEN],
  floats: Array.from({ length: 3 * HIDDEN }, (_, at) => (at + 1) / 32),
};

const attention = (inputs: readonly string[]): ModelNode => ({
  name: 'attention',
  operator: 'Attention',
  domain: 'com.microsoft',
  inputs,
  outputs: ['y', 'present'],
  attributes: { num_heads: 2, unidirectional: 1 },
});

async function read(inputs: readonly string[], shapes: Readonly<Record<string, readonly number[]>>, kinds = {}) {
  const bytes = onnxModel([attention(inputs)], [weights, bias], shapes, {
    opsets: { '': 17, 'com.microsoft': 1 },
    kinds,
  });
  return onnx.read({ file: 'a.onnx', bytes }, {});
}

test('queries, keys and values of an attention that makes them itself are one layer, and its cache a line', async (t) => {
  const imported = await read(['x', 'W', 'B', '', 'past'], { x: [1, 2, HIDDEN], past: [2, 1, 2, 5, 4] });
  const hardware = await loadHardware('eie-64pe');
  const network = importedNetwork(imported, { file: 'a.onnx', name: 'a' });
  const { layers, keyValueCache } = runNetwork(hardware, network, await loadEnergyTable(hardware.energy.tableFile));
  t.deepEqual(
    layers.map(({ kind, rows, columns, products }) => [kind, rows, columns, products]),
    [
      ['fullyConnected', 3 * HIDDEN, HIDDEN, 2],
      // a token is 16 values of 2 bytes, four words of 64 bits; two new ones behind five
      ['keyValueCache', 4, 7, 2],
    ],
  );
  // 24 x 8 weights and a bias for each of two tokens
  t.is(layers[0].multiplyAccumulates, 2 * (layers[0].nonZeroWeights + 3 * HIDDEN));
  t.like(keyValueCache, {
    bitsPerToken: 2 * HIDDEN * 16,
    bytes: 7 * 2 * HIDDEN * 2,
    readBytes: (6 + 7) * 2 * HIDDEN * 2,
    writtenBytes: 2 * 2 * HIDDEN * 2,
  });
});

test('a buffer of which an input says how much of it is filled is not read, and refused by that input', async (t) => {
  const shapes = { x: [1, 2, HIDDEN], past: [2, 1, 2, 5, 4], filled: [1] };
  const imported = await read(['x', 'W', 'B', '', 'past', '', 'filled'], shapes, { filled: 'int32' });
  t.throws(() => importedNetwork(imported, { file: 'a.onnx', name: 'a' }), {
    message: /Attention: input 7 \("filled"\)/,
  });
});
