import test from 'ava';
import { randomStream } from '../../src/base/random.ts';
import { compressLayers } from '../../src/compress/compress-layers.ts';
import type { LayerCompression } from '../../src/compress/compression-report.ts';
import { type CompressedRow, TABLES } from '../../src/papers/deep-compression.ts';

/** Laplacian weights (trained weights have such tails), seeded. */
function laplacian(count: number, seed: number): Float32Array {
  const next = randomStream(seed);
  return Float32Array.from({ length: count }, () => {
    const u = (next() + 0.5) / 2 ** 32 - 0.5;
    return -Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
  });
}

/** The fully connected layers of Tables 4 and 5. */
const ROWS: Readonly<Record<string, CompressedRow>> = Object.fromEntries(
  (['AlexNet', 'VGG-16'] as const).flatMap((network) =>
    (['fc6', 'fc7', 'fc8'] as const).map((layer) => [`${network} ${layer}`, TABLES[network][layer]]),
  ),
);

/** Layers whose non-zeros lie in clusters (their inputs are feature maps), so that gaps are shorter than random ones. */
const CLUSTERED = ['AlexNet fc6', 'VGG-16 fc6'];

/**
 * The authors' weights are retrained after pruning and not at hand; random ones have the paper's density and index width. One PE: the paper's index runs
 * along the whole column.
 */
function compress({ keptPercent, indexBits }: CompressedRow): LayerCompression {
  const [rows, columns] = [1024, 1024];
  const matrix = { kind: 'dense', rows, columns, values: laplacian(rows * columns, 1) } as const;
  const rules = { prune: { density: keptPercent / 100 }, share: { codeBits: 5 }, processingElements: 1, indexBits };
  const layer = { name: 'fc', kind: 'fullyConnected', shape: [rows, columns], numberFormat: 'fp32', matrix } as const;
  return compressLayers([layer], rules)[0].report;
}

for (const [name, paper] of Object.entries(ROWS)) {
  const isClustered = CLUSTERED.includes(name);
  const near = isClustered
    ? 'weight bits within 0.4; index bits above'
    : 'weight bits within 0.5, index bits within 0.1';
  test(`${name}: ${near} those of the paper`, (t) => {
    const report = compress(paper);
    const { huffmanBitsPerWeight, huffmanBitsPerIndex } = report;
    t.true(Math.abs(huffmanBitsPerWeight - paper.huffmanWeightBits) < (isClustered ? 0.4 : 0.5));
    if (isClustered) t.true(huffmanBitsPerIndex > paper.huffmanIndexBits + 0.4);
    else t.true(Math.abs(huffmanBitsPerIndex - paper.huffmanIndexBits) < 0.101);
  });
}
