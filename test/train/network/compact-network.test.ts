import { join } from 'node:path';
import test from 'ava';
import { memoryFiles } from '../../../src/base/files/files.ts';
import { importWeights } from '../../../src/network/importers/index.ts';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { runNetwork } from '../../../src/run/run-network.ts';
import { loadTrainingText } from '../../../src/train/config/read-training.ts';
import { compactNetwork } from '../../../src/train/network/compact-network.ts';
import { inferredNetwork } from '../../../src/train/run/charge-stage.ts';
import { networkFile } from '../../../src/train/run/network-file.ts';
import { runTraining } from '../../../src/train/run/run-training.ts';
import { smallData, smallRecipe } from '../small-data.ts';

const folder = smallData(200, 60);

const LAYERS = `
  - convolution: { name: conv1, outputs: 12, size: 3 }
  - relu: {}
  - maxPooling: { size: 2 }
  - convolution: { name: conv2, outputs: 8, size: 2 }
  - fullyConnected: { name: fc1, outputs: 16 }
  - relu: {}
  - fullyConnected: { name: fc2, outputs: 4 }`;

const trained = async (deadNeurons: string, more = '') => {
  const stages = `
  - train: { epochs: 4 }
  - prune: { density: 6 %, layers: { conv1: 30 % } }
  - retrain: { epochs: 2, deadNeurons: ${deadNeurons} }${more}`;
  return runTraining(await loadTrainingText(smallRecipe(stages, '', LAYERS), join(folder, 'recipe.yaml')));
};

for (const [what, more] of [
  ['by value', ''],
  ['with codes', '\n  - share: { codeBits: 3 }\n  - encode: { indexBits: 4 }\n  - huffman: {}'],
] as const)
  test(`removed neurons and channels leave the matrices, and the network stored ${what} gives what it gave`, async (t) => {
    const { chain, network, result, samples } = await trained('remove', more);
    const compact = compactNetwork(chain, network);
    const sizes = compact.chain.slots.map(({ rows, columns }) => [rows, columns]);
    const gone = result.stages.at(-1)!.layers.map(({ withoutOutputs }) => withoutOutputs);
    t.true(gone[0] > 0 && gone[1] > 0 && gone[2] > 0, String(gone));
    const [conv1, conv2, fc1] = [12 - gone[0], 8 - gone[1], 16 - gone[2]];
    // images of 8 x 8 become 6 x 6, 3 x 3 and 2 x 2
    t.deepEqual(sizes, [
      [conv1, 9],
      [conv2, 4 * conv1],
      [fc1, 4 * conv2],
      [4, fc1],
    ]);
    const file = 'network.safetensors';
    const { layers } = await importWeights(memoryFiles({ [file]: networkFile(chain, network) }), file);
    t.deepEqual(
      layers.map(({ matrix }) => [matrix.rows, matrix.columns]),
      sizes,
    );
    const hardware = await loadHardware('eie-64pe', { set: ['arithmetic.weight=fp32', 'arithmetic.activation=fp32'] });
    const table = await loadEnergyTable(hardware.energy.tableFile);
    const whole = { layers: network.layers.map((layer) => ({ ...layer, compacts: false })) };
    const answers = async (one: typeof network) => {
      const { inferences } = runNetwork(hardware, await inferredNetwork(chain, one, samples.test, 60), table);
      return { predictions: inferences!.predictions, accuracy: inferences!.accuracy };
    };
    t.deepEqual(await answers(network), await answers(whole));
    t.is((await answers(network)).accuracy!.originalTop1 ?? 0, result.stages.at(-1)!.accuracy.top1);
  });

test('what is removed is not stored: biases of dead neurons, and gaps over them', async (t) => {
  const [kept, removed] = [await trained('keep'), await trained('remove')];
  const last = ({ result }: typeof kept) => result.stages.at(-1)!;
  t.true(last(removed).bytes < last(kept).bytes);
  for (const [k, { name, weights, originalBytes }] of last(removed).layers.entries()) {
    const { [k]: before } = last(kept).layers;
    t.is(before.name, name);
    t.is(before.weights, weights);
    t.is(before.originalBytes, originalBytes);
  }
});
