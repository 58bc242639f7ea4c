import type { EncodedStreams, SharedWeights, WeightMatrix } from '../network/layer.ts';

type Streams = Pick<EncodedStreams, 'processingElements' | 'pointers' | 'streamStart' | 'codes' | 'relativeIndices'>;

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
  for (const column of byRow.columns) columnStart[column + 1]++;
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

/** Stored weights sorted by row; the columns of a row ascend because each stream runs column after column. */
function entriesByRow(streams: Streams, rows: number, columns: number) {
  const start = new Uint32Array(rows + 1);
  forEachWeight(streams, columns, (row) => start[row + 1]++);
  for (let r = 1; r <= rows; r++) start[r] += start[r - 1];
  const cursor = start.slice();
  const columnOf = new Uint32Array(start[rows]);
  const codes = new Uint8Array(start[rows]);
  forEachWeight(streams, columns, (row, column, code) => {
    columnOf[cursor[row]] = column;
    codes[cursor[row]++] = code;
  });
  return { start, columns: columnOf, codes };
}

/** Calls `visit(row, column, code)` for every entry that is not a padding zero, PE after PE, column after column. */
export function forEachWeight(
  streams: Streams,
  columns: number,
  visit: (row: number, column: number, code: number) => void,
): void {
  const { processingElements: pes, pointers, streamStart, codes, relativeIndices } = streams;
  for (let p = 0; p < pes; p++) {
    for (let c = 0, i = p; c <= columns; c++, i += pes) {
      const to = streamStart[p] + pointers[i + pes];
      let row = p - pes;
      for (let k = streamStart[p] + pointers[i]; k < to; k++) {
        row += (relativeIndices[k] + 1) * pes;
        if (codes[k] !== 0) visit(row, c, codes[k]);
      }
    }
  }
}
