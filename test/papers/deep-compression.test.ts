import test from 'ava';
import { randomStream } from '../../src/base/random.ts';
import { type CompressionRules, compressLayers } from '../../src/compress/compress-layers.ts';

/** Laplacian weights (trained weights have such tails), seeded. */
function laplacian(count: number, seed: number): Float32Array {
  const next = randomStream(seed);
  return Float32Array.from({ length: count }, () => {
    const u = (next() + 0.5) / 2 ** 32 - 0.5;
    return -Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
  });
}

/**
 * Deep Compression (arXiv 1510.00149v5), AlexNet: fc layers have 5-bit codes and 4-bit indices; bits after Huffman and compressed size in % of fp32.
 * The authors' weights are retrained after pruning and not at hand; random ones have the paper's density and index width.
 */
const table4 = test.macro({
  exec: (
    t,
    density: number,
    paper: { indexBits: number; weightBits: number; sizePercent: number; huffmanPercent: number },
  ) => {
    const [rows, columns] = [1024, 1024];
    const matrix = { kind: 'dense', rows, columns, values: laplacian(rows * columns, 1) } as const;
    const rules: CompressionRules = { prune: { density }, share: { codeBits: 5 }, processingElements: 1, indexBits: 4 };
    const [{ report }] = compressLayers(
      [{ name: 'fc', kind: 'fullyConnected', shape: [rows, columns], numberFormat: 'fp32', matrix }],
      rules,
    );
    t.log(
      `index bits ${report.huffmanBitsPerIndex.toFixed(2)} (paper ${paper.indexBits}), weight bits ${report.huffmanBitsPerWeight.toFixed(2)} (paper ${paper.weightBits})`,
    );
    t.log(
      `size ${(100 / report.compressionRate).toFixed(2)} % (paper ${paper.sizePercent}), with Huffman ${(100 / report.huffmanCompressionRate).toFixed(2)} % (paper ${paper.huffmanPercent})`,
    );
    t.true(Math.abs(report.huffmanBitsPerIndex - paper.indexBits) < 0.06);
    t.true(Math.abs(report.huffmanBitsPerWeight - paper.weightBits) < 0.6);
    t.true(Math.abs(100 / report.compressionRate / paper.sizePercent - 1) < 0.1);
    t.true(Math.abs(100 / report.huffmanCompressionRate / paper.huffmanPercent - 1) < 0.16);
  },
  title: (layer) =>
    `${layer}: index bits within 0.06, weight bits within 0.6, size within 10 % (with Huffman 16 %) of the paper`,
});
test('AlexNet fc7', table4, 0.09, { indexBits: 3.7, weightBits: 3.6, sizePercent: 3, huffmanPercent: 2.46 });
test('AlexNet fc8', table4, 0.25, { indexBits: 3.2, weightBits: 4, sizePercent: 7.3, huffmanPercent: 5.85 });
