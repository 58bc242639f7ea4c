import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { dump } from 'npyjs';
import { loadEnergyTable, loadHardware } from '../../../src/node/read-configs.ts';
import { loadNetwork, loadWeights } from '../../../src/node/read-networks.ts';
import { runNetwork } from '../../../src/run/run-network.ts';

const folder = mkdtempSync(join(tmpdir(), 'picojoule-'));
const array = (name: string, values: readonly number[], ...shape: number[]): string => {
  writeFileSync(join(folder, name), new Uint8Array(dump(Float32Array.from(values), shape)));
  return name;
};
let networks = 0;
const network = (text: string): string => {
  const file = join(folder, `${networks++}.yaml`);
  writeFileSync(file, text);
  return file;
};
array('first.npy', [1, 2, -1, -4], 2, 2);
array('second.npy', [3, 1], 1, 2);
array('x.npy', [1, 1, 0, 2], 2, 2);
array('y.npy', [0, 0], 2);

const run = async (file: string) => {
  const hardware = await loadHardware('eie-64pe');
  const table = await loadEnergyTable(hardware.energy.tableFile);
  return runNetwork(hardware, await loadNetwork(file), table, { outputs: true });
};

const LAYERS = `layers:
  - { name: first, activation: relu, weights: { file: first.npy } }
  - { name: second, weights: { file: second.npy } }
`;

test('in a chain the outputs of a layer, after its activation, are the inputs of the next', async (t) => {
  const { layers, inferences } = await run(network(`name: n\nchain: true\ninputs: x.npy\nlabels: y.npy\n${LAYERS}`));
  t.deepEqual(
    layers.map(({ outputs }) => outputs.values),
    [[3, -5], [9]],
  );
  t.is(layers[1].activationDensity, 0.5);
  t.like(inferences, { count: 2, accuracy: { top1: 1 } });
});

test('a chain whose layers do not fit is refused by both numbers', async (t) => {
  const file = network(
    `name: n\nchain: true\n${LAYERS.replace('second.npy', 'first.npy').replace('first.npy', 'second.npy')}`,
  );
  await t.throwsAsync(loadNetwork(file), {
    message: /layers\[1\]: "second" takes 2 inputs, "first" before it gives 1 \[CHAIN_SHAPE\]/,
  });
});

const GENERATED = `layers:
  - { name: a, generate: { rows: 40, columns: 50, weightDensity: 0.5, activationDensity: 0.5 } }
  - { name: b, generate: { rows: 20, columns: 30, weightDensity: 0.5, activationDensity: 0.5 } }
`;

test('compress: is done to generated layers too; their inputs stay', async (t) => {
  const plain = await loadNetwork(network(`name: n\n${GENERATED}`));
  const pruned = await loadNetwork(network(`name: n\ncompress: { prune: { density: 0.1 } }\n${GENERATED}`));
  t.deepEqual(
    pruned.layers.map(({ matrix }) => matrix.rowIndex.length),
    [200, 60],
  );
  t.deepEqual(
    pruned.layers.map(({ activations }) => activations),
    plain.layers.map(({ activations }) => activations),
  );
});

test('--inputs go to each layer that runs, of files and generated ones, and the others are not asked', async (t) => {
  const inputs = join(folder, array('z.npy', [0, 3], 2));
  const own = network('name: n\nlayers:\n  - { name: a, weights: { file: first.npy, inputs: y.npy } }\n');
  t.deepEqual([...(await loadNetwork(own, { inputs })).layers[0].activations], [0, 3]);
  const generated = network(
    `name: n\n${GENERATED.replace('columns: 50', 'columns: 2').replaceAll('weightDensity: 0.5', 'weightDensity: 1')}`,
  );
  const { layers } = await loadNetwork(generated, { inputs, layer: 'a' });
  t.deepEqual(
    layers.map(({ name, activations }) => [name, [...activations]]),
    [['a', [0, 3]]],
  );
  await t.throwsAsync(loadNetwork(generated, { inputs }), { message: /layer "b" wants 30 inputs, found shape \(2,\)/ });
});

test('a network YAML that is taken apart has its layers as the weight file has them, and tells that its inputs are of the whole', async (t) => {
  const weights = join(process.cwd(), 'node_modules/openwakeword-js/models/hello_deepa.onnx');
  const whole = network(`name: n\nweights: ${weights}\ninputs: x.npy\nlabels: y.npy\n`);
  const apart = await loadNetwork(whole, { layersAlone: true });
  const plain = await loadNetwork(weights, { layersAlone: true });
  t.true(plain.layers.length > 1);
  t.deepEqual(apart.layers, plain.layers);
  const told = 'x.npy: inputs of the whole network, not of each layer';
  t.deepEqual(
    apart.warnings?.filter((warning) => warning !== told),
    plain.warnings,
  );
  t.true(apart.warnings?.includes(told));
  const asked = network(`name: n\nweights: ${weights}\nlayersAlone: true\ninputs: x.npy\n`);
  await t.throwsAsync(loadNetwork(asked, { layersAlone: true }), { message: /x\.npy: layer ".*" wants \d+ inputs/ });
});

test('global pruning compares the weights of all layers, also where one is chosen', async (t) => {
  const file = network(
    'name: n\ncompress: { prune: { density: 0.5, scope: global } }\nlayers:\n  - { name: a, weights: { file: first.npy } }\n  - { name: b, weights: { file: second.npy } }\n',
  );
  const kept = async (layer?: string) =>
    (await loadNetwork(file, layer === undefined ? {} : { layer })).layers.map(({ matrix }) => matrix.rowIndex.length);
  t.deepEqual(await kept(), [2, 1]);
  t.deepEqual(await kept('b'), [1]);
});

test('loadWeights gives the layers of a network file before compression, and what the file asks for', async (t) => {
  const { weights, compress } = await loadWeights(
    network(`name: n\ncompress: { prune: { density: 0.1 } }\n${GENERATED}`),
  );
  t.deepEqual(
    weights.layers.map(({ name, matrix }) => [name, matrix.values.length]),
    [
      ['a', 1000],
      ['b', 300],
    ],
  );
  t.like(compress, { prune: { rule: { density: 0.1 } } });
});
