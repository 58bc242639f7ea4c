import { parseNumberFormat } from '../src/base/number-format.ts';
import { randomStream } from '../src/base/random.ts';
import { reportCompression } from '../src/compress/compression-report.ts';
import { encode } from '../src/compress/encode.ts';
import { prune } from '../src/compress/prune.ts';
import { quantizeWeights } from '../src/compress/quantize-weights.ts';
import { shareWeights } from '../src/compress/share-weights.ts';
import { toSparse } from '../src/compress/sparse-weights.ts';
import { inspectLayer } from '../src/network/inspect.ts';
import type { Work } from './work.ts';

const ROWS = 4096;
const COLUMNS = 4096;

/** The passes of compression, each on a dense layer of AlexNet fc7's size pruned to 9 %. */
export function compressionWork(): Work[] {
  const next = randomStream(1);
  const values = Float32Array.from({ length: ROWS * COLUMNS }, () => (next() >>> 8) / 2 ** 23 - 1);
  const matrix = { kind: 'dense', rows: ROWS, columns: COLUMNS, values } as const;
  const layer = { name: 'fc7', kind: 'fullyConnected', shape: [ROWS, COLUMNS], numberFormat: 'fp32', matrix } as const;
  const original = toSparse(matrix);
  const [pruned] = prune([original.weights], { density: 0.09 });
  const shared = shareWeights(pruned.values, { codeBits: 4 });
  const weights = { kind: 'shared', codes: shared.codes, codebook: shared.codebook } as const;
  const coded = {
    rows: ROWS,
    columns: COLUMNS,
    hasBias: false,
    columnStart: pruned.columnStart,
    rowIndex: pruned.rowIndex,
    weights,
  };
  const streams = encode(coded, 64, 4);
  const parts = { matrix: coded, streams, shared, codeBits: 4, saturations: 0, biases: 0, codebookBytes: 64 };
  const format = parseNumberFormat('q7.8');
  return [
    { name: 'inspect, 4096 x 4096 dense', run: () => inspectLayer(layer), runs: 3 },
    { name: 'dense to sparse', run: () => toSparse(matrix), runs: 5 },
    { name: 'prune to 9 %', run: () => prune([original.weights], { density: 0.09 }), runs: 5 },
    { name: 'share, 15 values', run: () => shareWeights(pruned.values, { codeBits: 4 }), runs: 5 },
    { name: 'quantize to q7.8', run: () => quantizeWeights(pruned.values, format), runs: 5 },
    { name: 'encode for 64 PEs', run: () => encode(coded, 64, 4), runs: 9 },
    { name: 'Huffman and report', run: () => reportCompression('fc7', original, parts), runs: 3 },
  ];
}
