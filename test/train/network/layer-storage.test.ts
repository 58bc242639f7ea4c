import test from 'ava';
import { flatEntries } from '../../../src/compress/flat-index.ts';
import { layerStorage } from '../../../src/train/network/layer-storage.ts';
import type { TrainedLayer } from '../../../src/train/network/trained-network.ts';

test('relative indices run through the whole matrix, and a gap of 8 with 3 bits takes a padding zero', (t) => {
  // the example of Deep Compression, Fig. 2: places 1, 4 and 15, indices of 3 bits
  const { codes, relativeIndices, paddingZeros } = flatEntries(Uint32Array.of(1, 4, 15), Uint8Array.of(3, 1, 2), 3);
  t.is(paddingZeros, 1);
  t.deepEqual([...codes], [3, 1, 0, 2]);
  t.deepEqual([...relativeIndices], [1, 2, 7, 2]);
});

const plain: TrainedLayer = {
  name: 'fc',
  kind: 'fullyConnected',
  rows: 4,
  columns: 10,
  shape: [4, 10],
  weights: new Float32Array(40).fill(1),
  biases: new Float32Array(4),
  kept: null,
  shared: null,
  format: null,
  storage: { indexBits: 3, huffman: false },
  rectified: false,
  compacts: false,
};

const pruned = { ...plain, kept: Uint32Array.of(1, 4, 15, 16, 17, 18, 19, 20) };
const shared = {
  codes: Uint8Array.of(1, 1, 1, 1, 1, 2, 3, 1),
  codebook: Float32Array.of(0, 1, 2, 3),
  codeBits: 2,
};

test('every weight of a dense layer takes 32 bits and no index', (t) => {
  const { bytes, originalBytes, bitsPerIndex, compressionRate } = layerStorage(plain);
  t.deepEqual(
    { bytes, originalBytes, bitsPerIndex, compressionRate },
    { bytes: 176, originalBytes: 176, bitsPerIndex: 0, compressionRate: 1 },
  );
});

test('a pruned layer takes values and indices of its entries, padding zeros among them', (t) => {
  const stored = layerStorage(pruned);
  // 8 weights and one padding zero
  t.is(stored.weightBytes, 9 * 4);
  t.is(stored.indexBytes, Math.ceil((9 * 3) / 8));
  t.is(stored.bytes, 36 + 4 + 16);
});

test('a shared layer takes codes and its whole codebook', (t) => {
  const stored = layerStorage({ ...pruned, shared });
  t.is(stored.weightBytes, Math.ceil((9 * 2) / 8));
  t.is(stored.codebookBytes, 16);
  t.is(stored.bytes, 3 + 4 + 16 + 16);
  t.is(layerStorage({ ...pruned, shared, format: 'q7.8' }).codebookBytes, 8);
});

test('Huffman codes take their bits and the lengths from which they are built', (t) => {
  const stored = layerStorage({ ...pruned, shared, storage: { indexBits: 3, huffman: true } });
  // codes 1 x6, 0, 2, 3: lengths 1, 3 (two of them), 2 -> 6 + 2 + 3 + 3 = 14 bits; table: 5 + 4 x 2 bits
  t.is(stored.weightBytes, Math.ceil(14 / 8));
  // indices 0 x5, 1, 2, 7, 2: counts 5, 1, 2, 1 -> lengths 1, 3, 2, 3: 5 + 3 + 4 + 3 = 15 bits; table: 5 + 8 x 2 bits
  t.is(stored.indexBytes, Math.ceil(15 / 8));
  t.is(stored.huffmanTableBytes, Math.ceil(13 / 8) + Math.ceil(21 / 8));
  t.is(stored.storedBitsPerWeight, 14 / 9);
});
