import { existsSync, readFileSync } from 'node:fs';
import { executeGraph } from '../../src/network/graph/execute-graph.ts';
import { plainMultiply } from '../../src/network/graph/plain-multiply.ts';
import { loadNetwork } from '../../src/node/read-networks.ts';
import { graphNetwork } from '../oracles/graph-network.ts';
import { sharedPath, testWithData } from '../oracles/shared-folder.ts';

const folder = sharedPath('data', 'real-files');
const test = testWithData(`${folder}/truth.json`);

/** What ONNX Runtime 1.30 gives for these files: its first values, over all inferences of the input. */
const truth = existsSync(`${folder}/truth.json`)
  ? (JSON.parse(readFileSync(`${folder}/truth.json`, 'utf8')) as Record<string, { readonly ort?: readonly number[] }>)
  : {};
const names = Object.keys(truth).filter((name) => truth[name].ort !== undefined);

/** `onnx/cnn.dynamo-ext` -> onnx/cnn.x.npy; the quantized files share those inputs, MatMulNBits has its own. */
function inputOf(name: string): string {
  const family = /\/([a-z]+)/.exec(name)![1];
  return family === 'nbits' ? `${folder}/quant/nbits.x.npy` : `${folder}/onnx/${family}.x.npy`;
}

for (const name of names)
  test(`${name}.onnx gives the outputs of ONNX Runtime`, async (t) => {
    const network = graphNetwork(await loadNetwork(`${folder}/${name}.onnx`, { inputs: inputOf(name) }));
    const multiply = plainMultiply(network.layers);
    const found = network.inferences.flatMap((inputs) => [
      ...[...executeGraph(network.graph, inputs, multiply).values()][0].values,
    ]);
    const expected = truth[name].ort!;
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expected.forEach((value, index) => {
      t.true(Math.abs(found[index] - value) <= 1e-6 * largest, `value ${index}: ${found[index]}, expected ${value}`);
    });
  });

if (names.length === 0) test('exported networks give the outputs of ONNX Runtime', (t) => t.fail());
