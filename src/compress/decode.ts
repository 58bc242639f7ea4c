import { decodeStreams, type StreamSource } from '../kernels/streams.ts';
import type { SharedWeights, WeightMatrix } from '../network/layer.ts';

/** The weight matrix that interleaved streams hold; padding zeros vanish. Exact inverse of `encode` for shared weights. Linear in the entries. */
export function decode(
  streams: StreamSource,
  rows: number,
  columns: number,
  hasBias: boolean,
  codebook: Float32Array,
): WeightMatrix {
  const { columnStart, rowIndex, codes } = decodeStreams(streams, rows, columns + (hasBias ? 1 : 0));
  const weights: SharedWeights = { kind: 'shared', codes, codebook };
  return { rows, columns, hasBias, columnStart, rowIndex, weights };
}
