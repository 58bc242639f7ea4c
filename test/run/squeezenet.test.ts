import { randomStream } from '../../src/base/random.ts';
import { drain } from '../../src/base/steps.ts';
import { executeGraph } from '../../src/network/graph/execute-graph.ts';
import { plainMultiply } from '../../src/network/graph/plain-multiply.ts';
import type { ImportedLayer } from '../../src/network/imported-weights.ts';
import { loadHardware } from '../../src/node/read-configs.ts';
import { importWeights } from '../../src/node/read-networks.ts';
import { simulateGraph } from '../../src/run/graph/simulate-graph.ts';
import { importedNetwork } from '../../src/run/load/imported-network.ts';
import { storeLayers } from '../../src/run/store-layers.ts';
import { element } from '../network/importers/case-files.ts';
import { type DenseConvolution, squeezeNet } from '../oracles/dense-network.ts';
import { caseFile, testWithData } from '../oracles/shared-folder.ts';

const NET = caseFile('caffe/compressed_SqueezeNet.net');
const testNet = testWithData(NET);

/** The layer as nested arrays, element by element. */
function denseConvolution(layer: ImportedLayer, stride: number, pad: number): DenseConvolution {
  const [outputs, inputs, height, width] = layer.shape;
  const list = <T>(length: number, at: (index: number) => T): T[] => Array.from({ length }, (_, index) => at(index));
  const flat = new Float64Array(layer.matrix.rows * layer.matrix.columns);
  if (layer.matrix.kind === 'sparse')
    for (let column = 0; column < layer.matrix.columns; column++)
      for (let at = layer.matrix.columnStart[column]; at < layer.matrix.columnStart[column + 1]; at++)
        flat[layer.matrix.rowIndex[at] * layer.matrix.columns + column] = layer.matrix.values[at];
  const weights = list(outputs, (o) =>
    list(inputs, (c) => list(height, (i) => list(width, (j) => flat[((o * inputs + c) * height + i) * width + j]))),
  );
  return { weights, bias: [...layer.bias!], stride, pad };
}

/** A small image: SqueezeNet has no fully connected layer, so it takes any size. */
const SIZE = 35;
const next = randomStream(7);
const image = Float32Array.from({ length: 3 * SIZE * SIZE }, () => (next() >>> 24) - 117);

async function squeezeNetHere() {
  const imported = await importWeights(NET, { prototxt: caseFile('caffe/SqueezeNet_deploy.prototxt') });
  const network = importedNetwork(imported, { file: 'net', name: 'SqueezeNet' });
  const inputs = new Map([['data', { shape: [1, 3, SIZE, SIZE], values: image, type: 'fp32' }]]);
  const volume = [0, 1, 2].map((c) =>
    Array.from({ length: SIZE }, (_, y) => [...image.subarray((c * SIZE + y) * SIZE, (c * SIZE + y + 1) * SIZE)]),
  );
  const layers = new Map(imported.layers.map((layer) => [layer.name, layer]));
  const expected = squeezeNet(volume, (name, stride, pad) => denseConvolution(layers.get(name)!, stride, pad));
  return { network, inputs, expected };
}

function closest(actual: ArrayLike<number>, expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(actual[index] - value))) / scale;
}

testNet(
  'all 26 layers of the compressed SqueezeNet, simulated in fp32, agree with a dense execution written apart',
  async (t) => {
    t.timeout(300_000);
    const { network, inputs, expected } = await squeezeNetHere();
    const arithmetic = ['weight', 'activation', 'accumulator'].map((operand) => `arithmetic.${operand}=fp32`);
    const hardware = await loadHardware('eie-64pe', {
      set: ['encoding.codeBits=8', 'memories.sparseMatrix.width=96 bit', ...arithmetic],
    });
    const { stored } = storeLayers(hardware, network);
    const { simulated, outputs: all } = drain(simulateGraph(network.graph!, [inputs], stored));
    const [outputs] = all;
    t.is(simulated.length, 26);
    const difference = closest(outputs.get('pool_final')!.values, expected);
    t.log(`largest difference ${difference.toExponential(1)} of the largest output`);
    t.true(difference < 1e-5);
    t.is(simulated[0].counts.products, 15 * 15);
    t.is(simulated.at(-1)!.counts.products, 9);
    t.true(simulated[0].counts.activationDensity > 0.9 && simulated.at(-1)!.counts.activationDensity < 0.9);
  },
);

testNet('the plain execution of the graph agrees with it too', async (t) => {
  const { network, inputs, expected } = await squeezeNetHere();
  const outputs = executeGraph(network.graph!, inputs, plainMultiply(network.layers));
  t.true(closest(outputs.get('pool_final')!.values, expected) < 1e-5);
});

testNet('an element of a layer is where its shape says', async (t) => {
  const { layers } = await importWeights(NET, { prototxt: caseFile('caffe/SqueezeNet_deploy.prototxt') });
  const dense = denseConvolution(layers[0], 2, 0);
  t.is(dense.weights[5][2][3][4], element(layers[0], 5, 2 * 49 + 3 * 7 + 4));
});
