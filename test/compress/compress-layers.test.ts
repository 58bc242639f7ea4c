import test from 'ava';
import { type CompressionRules, compressLayers } from '../../src/compress/compress-layers.ts';
import { totalCompression } from '../../src/compress/compression-report.ts';
import { layer } from './dense.ts';

const RULES: CompressionRules = { share: { codeBits: 4 }, processingElements: 1, indexBits: 4 };

test('90 % zeros stay zero and outside the clusters, weights of 1e-4 stay stored', (t) => {
  const rows = Array.from({ length: 10 }, (_, row) =>
    Array.from({ length: 10 }, (_unused, column) => (column === row ? 1e-4 * (row + 1) : 0)),
  );
  const [{ matrix, report }] = compressLayers([layer(...rows)], RULES);
  t.is(matrix.rowIndex.length, 10);
  t.is(report.kept, 10);
  t.is(report.codesUsed, 10);
  t.is(report.meanSquareError, 0);
  t.is(report.signalToNoiseDb, null);
});

test('three figures: non-zero before, stored, and stored with value 0', (t) => {
  const [{ report }] = compressLayers([layer([0.9, 0.8, 0.001, 0.002], [0, 0, 0.7, 0.003])], {
    ...RULES,
    prune: { density: 0.5 },
    format: 'q0.7',
  });
  t.is(report.nonZeroWeights, 6);
  t.is(report.kept, 4);
  t.is(report.zeroValues, 1);
});

test('sizes are those of the streams: padding is stored, codebook and biases are counted', (t) => {
  const column = [1, ...new Array<number>(18).fill(0), 2];
  const given = layer(...column.map((value) => [value]));
  const [{ report, matrix }] = compressLayers([{ ...given, bias: Float32Array.from(column, () => 0.5) }], RULES);
  t.is(report.paddingZeros, 1);
  t.is(report.entries, 3);
  const pointers = 2 * 2 * RULES.processingElements;
  t.is(report.compressedBytes, 2 + 2 + 16 * 4 + 20 * 4 + pointers);
  t.is(report.pointerBytes, pointers);
  t.is(report.compressionRate, report.originalBytes / report.compressedBytes);
  t.is(report.paperCompressionRate, report.originalBytes / (2 + 2 + 16 * 4 + 20 * 4));
  t.is(report.originalBytes, 20 * 4 + 20 * 4);
  t.true(matrix.hasBias);
  t.deepEqual([...matrix.biasValues!], new Array<number>(20).fill(0.5));
});

test('the distortion is that of the pruned and shared weights together', (t) => {
  const [{ report }] = compressLayers([layer([1, 3, 10, 0])], {
    ...RULES,
    share: { codeBits: 1 },
    prune: { density: 0.5 },
  });
  // 1 is pruned; 3 and 10 share 6.5
  t.is(report.meanSquareError, (1 + 3.5 ** 2 + 3.5 ** 2) / 4);
  t.is(report.signalToNoiseDb, 10 * Math.log10((1 + 9 + 100) / (1 + 24.5)));
});

test('weights that came with codes keep them', (t) => {
  const matrix = {
    kind: 'sparse',
    rows: 2,
    columns: 1,
    columnStart: Uint32Array.of(0, 2),
    rowIndex: Uint32Array.of(0, 1),
    values: Float32Array.of(5, 7),
  } as const;
  const shared = {
    codes: Uint8Array.of(9, 3),
    codebook: Float32Array.from({ length: 16 }, (_, code) => (code === 9 ? 5 : code === 3 ? 7 : 0)),
    codeBits: 4,
    paddingZeros: 0,
  };
  const [compressed] = compressLayers([{ ...layer([1]), matrix, shared }], RULES);
  t.deepEqual([...compressed.matrix.weights.codes], [9, 3]);
});

test('the total is the sum of the layers', (t) => {
  const layers = compressLayers([layer([1, 2, 3, 0]), layer([4, 0, 0, 5])], { ...RULES, share: { codeBits: 1 } }).map(
    ({ report }) => report,
  );
  const total = totalCompression(layers);
  t.is(total.weights, 8);
  t.is(total.kept, 5);
  t.is(total.compressedBytes, layers[0].compressedBytes + layers[1].compressedBytes);
  t.is(total.meanSquareError, (layers[0].meanSquareError + layers[1].meanSquareError) / 2);
});
