import test from 'ava';
import { compressNetwork } from '../../../src/compress/compress-network.ts';
import type { ImportedWeights } from '../../../src/network/imported-weights.ts';
import { compressionAccuracy } from '../../../src/run/graph/compression-accuracy.ts';

/** One layer whose diagonal is 2 and 1: each input is its own answer as long as both weights are there. */
const WEIGHTS: ImportedWeights = {
  format: 'hand',
  layers: [
    {
      name: 'fc',
      kind: 'fullyConnected',
      shape: [2, 2],
      numberFormat: 'fp32',
      matrix: { kind: 'dense', rows: 2, columns: 2, values: Float32Array.of(2, 0, 0, 1) },
    },
  ],
  skipped: [],
  warnings: [],
  graph: {
    inputs: [{ name: 'x', shape: [null, 2] }],
    outputs: ['y'],
    constants: new Map(),
    nodes: [{ name: 'fc', operator: 'MatMul', inputs: ['x', ''], outputs: ['y'], attributes: {}, layers: ['fc'] }],
  },
};
const GIVEN = {
  file: 'hand',
  inputs: { file: 'inputs.npy', arrays: [{ name: '', shape: [2, 2], values: Float32Array.of(1, 0, 0, 1) }] },
  labels: [0, 1],
};
const rules = (density: number) => ({
  prune: { density },
  share: { codeBits: 4, initialisation: 'linear', seed: 1 } as const,
  processingElements: 1,
  indexBits: 4,
});
const accuracy = (density: number, given = GIVEN) =>
  compressionAccuracy(WEIGHTS, compressNetwork(WEIGHTS, rules(density)).weights, given);

test('what is not pruned away keeps its answers', (t) => {
  t.like(accuracy(0.5), { top1: 1, originalTop1: 1, original: 'beforeCompression' });
});

test('an input whose only weight is pruned away is answered wrongly, and the original is not', (t) => {
  t.like(accuracy(0.25), { top1: 0.5, originalTop1: 1 });
});

test('labels and inputs that do not fit are refused', (t) => {
  t.throws(() => accuracy(0.5, { ...GIVEN, labels: [0] }), { message: /one label for each of 2 inputs, found 1/ });
  t.throws(() => accuracy(0.5, { ...GIVEN, labels: [0, 2] }), { message: /labels below 2/ });
});

test('a network without a graph has no accuracy, and is told so', (t) => {
  const { graph: _, ...alone } = WEIGHTS;
  t.throws(() => compressionAccuracy(alone, alone, GIVEN), {
    message: /needs a network that tells how its layers are connected/,
  });
});
