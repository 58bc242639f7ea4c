import test from 'ava';
import { layerMask } from '../../../src/train/network/layer-mask.ts';
import { layerSpread } from '../../../src/train/network/layer-spread.ts';
import type { TrainedLayer } from '../../../src/train/network/trained-network.ts';

/** Weights at places 1, 4 and 15 of 4 x 4, as in Deep Compression, Fig. 2. */
const kept = Uint32Array.of(1, 4, 15);
const weights = new Float32Array(16);
kept.forEach((place, k) => {
  weights[place] = [0.5, -1, 0.5][k];
});

const layer: TrainedLayer = {
  name: 'fc',
  kind: 'fullyConnected',
  rows: 4,
  columns: 4,
  shape: [4, 4],
  weights,
  biases: new Float32Array(4),
  kept,
  shared: { codes: Uint8Array.of(2, 1, 2), codebook: Float32Array.of(0, -1, 0.5, 0), codeBits: 2 },
  format: null,
  storage: { indexBits: 3, huffman: true },
  rectified: false,
  compacts: false,
};

test('shared values are told in order with the weights that have them, without the reserved code', (t) => {
  t.deepEqual(layerSpread(layer).codebook, { values: [-1, 0.5], counts: [1, 2] });
});

test('codes and gaps are told with padding zeros and the bits of their Huffman codes', (t) => {
  // entries: gap 1, gap 2, a padding zero behind 7 places, gap 2
  t.deepEqual(layerSpread(layer).huffman, {
    codes: { symbols: [0, 1, 2], counts: [1, 1, 2], lengths: [2, 2, 1] },
    gaps: { symbols: [1, 2, 7], counts: [1, 2, 1], lengths: [2, 1, 2] },
  });
});

test('a dense layer has a histogram alone, a pruned one that of what is left', (t) => {
  t.deepEqual(Object.keys(layerSpread({ ...layer, kept: null, shared: null })), ['histogram']);
  const { histogram } = layerSpread({ ...layer, shared: null });
  t.is(
    histogram.counts.reduce((sum, count) => sum + count, 0),
    3,
  );
});

test('the mask has a bit for each weight, and there is none of a layer that is whole or a giant', (t) => {
  t.deepEqual(layerMask(layer), {
    layer: 'fc',
    rows: 4,
    columns: 4,
    bits: Buffer.from([0b01001000, 1]).toString('base64'),
  });
  t.is(layerMask({ ...layer, kept: null }), undefined);
  t.is(layerMask({ ...layer, rows: 1025, columns: 1024 }), undefined);
});
