import test from 'ava';
import { loadNetworkConfig, loadNetworkText } from '../../../src/node/read-configs.ts';
import { faultsOf } from '../faults-of.ts';

const GENERATE = '{ rows: 4, columns: 8, weightDensity: 0.5, activationDensity: 50 % }';

test('the EIE benchmark has the sizes and densities of Table III and the times of Table IV', async (t) => {
  const network = await loadNetworkConfig('eie-benchmark');
  t.is(network.layers.length, 9);
  t.deepEqual(network.layers[0], {
    name: 'Alex-6',
    kind: 'fullyConnected',
    activation: 'none',
    generate: {
      rows: 4096,
      columns: 9216,
      weightDensity: 0.09,
      activationDensity: 0.351,
      codebookValues: null,
      rowSpread: 0,
      columnSpread: 0,
      seed: null,
    },
    published: { timeUs: 30.3, source: 'EIE (ISCA 2016), Table IV, actual', machine: 'eie' },
  });
  t.deepEqual(
    network.layers.map(({ published }) => published?.timeUs),
    [30.3, 12.2, 9.9, 34.4, 8.7, 8.4, 8, 13.9, 7.5],
  );
  t.true(Object.isFrozen(network.layers[8].generate));
});

test('shares may be given in per cent, and sizes as expressions over the layer', async (t) => {
  const { layers } = await loadNetworkText(
    `name: n\nlayers:\n  - { name: a, generate: { rows: columns / 2, columns: 8, weightDensity: 9 %, activationDensity: 1 } }\n`,
  );
  t.like(layers[0].generate, { rows: 4, columns: 8, weightDensity: 0.09, activationDensity: 1 });
});

const refuses = test.macro<[string, ...string[]]>({
  title: (given = '') => given,
  async exec(t, layers, ...expected) {
    t.deepEqual(await faultsOf(() => loadNetworkText(`name: n\nlayers:\n${layers}`, 'n.yaml')), expected);
  },
});
test(
  'two layers of one name are told with both lines',
  refuses,
  `  - { name: a, generate: ${GENERATE} }\n  - { name: a, generate: ${GENERATE} }\n`,
  'n.yaml:4:13 layers[1].name: a layer "a" stands already in line 3 [REPEATED_NAME]',
);
test(
  'a layer without a source is told',
  refuses,
  '  - { name: a }\n',
  'n.yaml:3:5 layers[0]: expected one of generate, weights, found none [MISSING_KEY]',
);
test(
  'a network without layers is told',
  refuses,
  '  []\n',
  'n.yaml:3:3 layers: expected a list of at least one element, found an empty list [CONFIG_RANGE]',
);
test(
  'faults of several layers are told together',
  refuses,
  `  - { name: a, generate: ${GENERATE.replace('rows: 4', 'rows: 0')} }\n  - { name: b, generat: ${GENERATE} }\n`,
  'n.yaml:3:34 layers[0].generate.rows: expected a whole number from 1 to 1048576, found 0 [CONFIG_RANGE]',
  'n.yaml:4:16 layers[1].generat: unknown key "generat" (known: name, kind, generate, weights, activation, published; did you mean "generate"?) [UNKNOWN_KEY]',
);
test(
  'more weights than memory holds are refused before any is drawn',
  refuses,
  `  - { name: a, generate: ${GENERATE.replace('rows: 4, columns: 8', 'rows: 1e6, columns: 1e6')} }\n`,
  'n.yaml:3:26 layers[0].generate: expected at most 1073741824 weights (rows x columns), found 1000000000000 [CONFIG_RANGE]',
);

test('a network can be changed on the command line, but not beyond its layers', async (t) => {
  const changed = await loadNetworkConfig('eie-benchmark', { set: ['seed=7', 'layers[8].generate.rows=4'] });
  t.is(changed.seed, 7);
  t.is(changed.layers[8].generate?.rows, 4);
  t.deepEqual(await faultsOf(() => loadNetworkConfig('eie-benchmark', { set: ['layers[9].name=x'] })), [
    '--set layers[9].name: expected an index from 0 to 8, found 9 [CONFIG_RANGE]',
  ]);
});

test('keys of a chain are told where there is no chain, and inputs of its inner layers', async (t) => {
  const layer = `{ name: a, activation: relu, generate: ${GENERATE} }`;
  t.deepEqual(await faultsOf(() => loadNetworkText(`name: n\ninputs: x.npy\nlayers:\n  - ${layer}\n`, 'n.yaml')), [
    'n.yaml:2:9 inputs: "inputs" belongs to a network with "weights", or to layers with "chain: true" [UNKNOWN_KEY]',
    'n.yaml:4:28 layers[0].activation: "activation" belongs to layers with "chain: true" [UNKNOWN_KEY]',
  ]);
  const inner = 'name: n\nchain: true\nlayers:\n  - { name: a, weights: { file: a.npy, inputs: x.npy } }\n';
  t.deepEqual(await faultsOf(() => loadNetworkText(inner, 'n.yaml')), [
    'n.yaml:4:48 layers[0].weights.inputs: a layer of a chain takes what the one before it gives; "inputs" stands beside "layers" [UNKNOWN_KEY]',
  ]);
});

const pruning = test.macro<[string, readonly string[]]>({
  title: (given = '') => given,
  async exec(t, prune, expected) {
    const text = `name: n\nweights: w.npy\ncompress:\n  prune: ${prune}\n`;
    t.deepEqual(await faultsOf(() => loadNetworkText(text)), expected);
  },
});
test('one rule of pruning, with what belongs to it', pruning, '{ pattern: 4:2, banks: 3, scope: global }', [
  'network.yaml:4:21 compress.prune.pattern: expected N:M, at most N weights in each M inputs of a row, such as 2:4 (N from 1 to M, M to 65536), found "4:2" [PRUNE_PATTERN]',
  'network.yaml:4:33 compress.prune.banks: "banks" belongs to "perBank" [UNKNOWN_KEY]',
  'network.yaml:4:43 compress.prune.scope: expected layer for a pattern, which each layer has by itself, found global [CONFIG_CONTRADICTION]',
]);
test('banks stand beside perBank', pruning, '{ perBank: 4 }', [
  'network.yaml:4:21 compress.prune.perBank: expected the number of banks of a row beside it: `banks` [MISSING_KEY]',
]);
