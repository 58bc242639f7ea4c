import type { InterleavedStreams } from '../network/interleaved-streams.ts';
import type { SharedWeights, WeightMatrix } from '../network/layer.ts';

type Streams = Pick<
  InterleavedStreams,
  'processingElements' | 'pointers' | 'streamStart' | 'codes' | 'relativeIndices'
>;

/**
 * The weight matrix that interleaved streams hold; padding zeros vanish. Exact inverse of `encode` for shared weights.
 * Two counting sorts, first by row then by column, so rows ascend within a column; linear in the entries.
 */
export function decode(
  streams: Streams,
  rows: number,
  columns: number,
  hasBias: boolean,
  codebook: Float32Array,
): WeightMatrix {
  const byRow = entriesByRow(streams, rows, columns);
  const columnStart = new Uint32Array(columns + (hasBias ? 1 : 0) + 1);
  for (let k = 0; k < byRow.columns.length; k++) columnStart[byRow.columns[k] + 1]++;
  for (let c = 1; c < columnStart.length; c++) columnStart[c] += columnStart[c - 1];
  const cursor = columnStart.slice();
  const rowIndex = new Uint32Array(byRow.columns.length);
  const codes = new Uint8Array(byRow.columns.length);
  for (let row = 0; row < rows; row++) {
    for (let k = byRow.start[row]; k < byRow.start[row + 1]; k++) {
      const at = cursor[byRow.columns[k]]++;
      rowIndex[at] = row;
      codes[at] = byRow.codes[k];
    }
  }
  const weights: SharedWeights = { kind: 'shared', codes, codebook };
  return { rows, columns, hasBias, columnStart, rowIndex, weights };
}

/** Stored weights sorted by row; the columns of a row ascend because each stream runs column after column. Padding zeros are dropped. */
function entriesByRow(
  { processingElements: pes, pointers, streamStart, codes, relativeIndices }: Streams,
  rows: number,
  columns: number,
) {
  const start = new Uint32Array(rows + 1);
  const rowOf = new Uint32Array(codes.length);
  for (let p = 0; p < pes; p++) {
    for (let c = 0, i = p; c <= columns; c++, i += pes) {
      const to = streamStart[p] + pointers[i + pes];
      let row = p - pes;
      for (let k = streamStart[p] + pointers[i]; k < to; k++) {
        row += (relativeIndices[k] + 1) * pes;
        rowOf[k] = row;
        if (codes[k] !== 0) start[row + 1]++;
      }
    }
  }
  for (let r = 1; r <= rows; r++) start[r] += start[r - 1];
  const cursor = start.slice();
  const columnOf = new Uint32Array(start[rows]);
  const sorted = new Uint8Array(start[rows]);
  for (let p = 0; p < pes; p++) {
    for (let c = 0, i = p; c <= columns; c++, i += pes) {
      const to = streamStart[p] + pointers[i + pes];
      for (let k = streamStart[p] + pointers[i]; k < to; k++) {
        if (codes[k] === 0) continue;
        const at = cursor[rowOf[k]]++;
        columnOf[at] = c;
        sorted[at] = codes[k];
      }
    }
  }
  return { start, columns: columnOf, codes: sorted };
}
