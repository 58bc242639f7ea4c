import test from 'ava';
import { holdWeights } from '../../../../src/compress/held-weights.ts';
import { simulateLayer } from '../../../../src/machines/eie/simulate-layer.ts';
import { fitWeights } from '../../../../src/machines/eie/weights/fit-weights.ts';
import type { ImportedWeights } from '../../../../src/network/imported-weights.ts';
import { importedNetwork } from '../../../../src/run/load/imported-network.ts';
import { layer } from '../../../compress/dense.ts';
import { loadEie } from '../../../oracles/eie/eie-hardware.ts';
import { givenInputs } from '../../../oracles/given-inputs.ts';

const imported = (...layers: ImportedWeights['layers']): ImportedWeights => ({
  format: 'test',
  layers,
  skipped: [],
  warnings: [],
});
const many = layer(Array.from({ length: 40 }, (_, index) => index + 1));

test('a machine with a codebook gets shared weights, and the result says that they changed', async (t) => {
  const network = importedNetwork(imported(many), { file: 'f', name: 'n' });
  const { layer: fitted, warning } = fitWeights(network.layers[0], await loadEie('eie-64pe'));
  t.is(fitted.matrix.weights.kind, 'shared');
  t.is(
    warning,
    'w: 40 weights share 15 values (4-bit codes; picojoule compress shares them once, encoding.weights: direct keeps each)',
  );
});

test('weights that fit the codebook are not changed and need no warning', async (t) => {
  const network = importedNetwork(imported(layer([1, 2, 0, 3])), { file: 'f', name: 'n' });
  t.is(fitWeights(network.layers[0], await loadEie('eie-64pe')).warning, null);
});

test('a machine without codebook keeps every value', async (t) => {
  const network = importedNetwork(imported(many), { file: 'f', name: 'n' });
  const direct = await loadEie('eie-64pe', {
    set: ['encoding.weights=direct', 'encoding.codeBits=16', 'memories.sparseMatrix.width=160 bit'],
  });
  t.is(fitWeights(network.layers[0], direct).layer.matrix.weights.kind, 'direct');
});

test('a bias is added after all products and is not shared', async (t) => {
  const bias = Float32Array.of(0.3, 0, -0.7);
  const rows = layer([1, 0.5], [0, 2], [0, 0]);
  const network = importedNetwork(imported({ ...rows, bias }), {
    file: 'f',
    name: 'n',
    inputs: givenInputs([2], [1, 2]),
  });
  const hardware = await loadEie('eie-64pe', {
    set: ['weight', 'activation', 'accumulator'].map((operand) => `arithmetic.${operand}=fp32`),
  });
  const { layer: fitted } = fitWeights(network.layers[0], hardware);
  const { outputs, broadcasts, multiplyAccumulates } = simulateLayer(
    fitted,
    holdWeights(fitted.matrix, 64, 4),
    hardware,
  );
  t.deepEqual([...outputs], [2 + bias[0], 4, bias[2]].map(Math.fround));
  t.is(broadcasts, 3);
  t.is(multiplyAccumulates, 3 + 2);
});

test('in fixed point the bias is rounded to the accumulator format', async (t) => {
  const network = importedNetwork(imported({ ...layer([1]), bias: Float32Array.of(0.3) }), {
    file: 'f',
    name: 'n',
    inputs: givenInputs([1], [0]),
  });
  const hardware = await loadEie('eie-64pe');
  const { layer: fitted } = fitWeights(network.layers[0], hardware);
  t.is(simulateLayer(fitted, holdWeights(fitted.matrix, 64, 4), hardware).outputs[0], 77 / 256);
});

test('inputs of another length are refused by both numbers', (t) => {
  t.throws(
    () =>
      importedNetwork(imported(many), {
        file: 'f',
        name: 'n',
        inputs: givenInputs([2], [1, 2], 'x.npy'),
      }),
    {
      message: /^x\.npy: layer "w" wants 40 inputs, found shape \(2,\)/,
    },
  );
});

test('a graph whose input leaves sizes open is not executed, the error says what to give, and --layers-alone runs its layers by themselves', (t) => {
  const graph = {
    inputs: [{ name: 'x', shape: [null, 40, null] }],
    outputs: ['y'],
    nodes: [
      {
        name: 'c',
        operator: 'Conv',
        inputs: ['x', 'w'],
        outputs: ['y'],
        attributes: { kernel_shape: [1] },
        layers: ['w'],
        weightInputs: [1],
      },
    ],
    constants: new Map(),
  };
  const fault = t.throws(() => importedNetwork({ ...imported(many), graph }, { file: 'f', name: 'n' }));
  t.regex(
    fault?.message ?? '',
    /input "x" of shape \(\?, 40, \?\) leaves sizes open: give --inputs, --input-shape x=1x40xN/,
  );
  t.regex(fault?.message ?? '', /--layers-alone/);
  const alone = importedNetwork({ ...imported(many), graph }, { file: 'f', name: 'n', layersAlone: true });
  t.is(alone.graph, undefined);
  t.like(alone, { layersAlone: true });
  const shaped = importedNetwork(
    { ...imported(many), graph },
    { file: 'f', name: 'n', generated: { shapes: { x: [1, 40, 7] }, values: {} } },
  );
  t.not(shaped.graph, undefined);
});
