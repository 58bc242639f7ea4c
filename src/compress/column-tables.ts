import type { InterleavedStreams } from '../network/interleaved-streams.ts';
import type { WeightMatrix } from '../network/layer.ts';
import { localRowsBefore, rowsOfColumn } from './dense-column.ts';
import type { ColumnTables } from './encoded-streams.ts';

/** Fill values for "no such row", as the largest numbers of the table's width; they differ so that a missing row never equals another. */
const NO_FIRST_ROW = -1;
const NO_LAST_ROW = -2;

/** Occupancy and edge rows of every column on every PE. Linear in pointers and entries. */
export function columnTables(
  streams: InterleavedStreams,
  columnCount: number,
  matrix: Pick<WeightMatrix, 'rows' | 'columns' | 'groups'>,
): ColumnTables {
  const { processingElements: pes, pointers } = streams;
  const lanes = pes + (pes & 1);
  const localRows = Math.ceil(matrix.rows / pes);
  let maxOccupancy = 1;
  for (let i = 0; i < columnCount * pes; i++) maxOccupancy = Math.max(maxOccupancy, pointers[i + pes] - pointers[i]);
  const occupancy = new (maxOccupancy < 65536 ? Uint16Array : Uint32Array)(columnCount * lanes);
  for (let c = 0; c < columnCount; c++) {
    for (let p = 0; p < pes; p++) {
      const i = c * pes + p;
      occupancy[c * lanes + p] = Math.max(1, pointers[i + pes] - pointers[i]);
    }
  }
  const Rows = localRows < 65534 ? Uint16Array : Uint32Array;
  const firstRows = new Rows(columnCount * pes).fill(NO_FIRST_ROW);
  const lastRows = new Rows(columnCount * pes).fill(NO_LAST_ROW);
  if (streams.indexBits === null) denseEdges(streams, matrix, columnCount, firstRows, lastRows);
  else sparseEdges(streams, columnCount, firstRows, lastRows);
  return { lanes, occupancy, maxOccupancy, firstRows, lastRows };
}

type RowTable = Uint16Array | Uint32Array;

function sparseEdges(streams: InterleavedStreams, columnCount: number, firstRows: RowTable, lastRows: RowTable): void {
  const { processingElements: pes, pointers, streamStart, codes, relativeIndices } = streams;
  for (let p = 0; p < pes; p++) {
    const start = streamStart[p];
    for (let c = 0, i = p; c < columnCount; c++, i += pes) {
      const from = start + pointers[i];
      const to = start + pointers[i + pes];
      if (from === to) continue;
      let row = -1;
      for (let k = from; k < to; k++) row += relativeIndices[k] + 1;
      if (codes[from] !== 0) firstRows[i] = relativeIndices[from];
      if (codes[to - 1] !== 0) lastRows[i] = row;
    }
  }
}

/** Without an index every column holds all local rows of the PE, or of its block. */
function denseEdges(
  { processingElements: pes, pointers }: InterleavedStreams,
  matrix: Pick<WeightMatrix, 'rows' | 'columns' | 'groups'>,
  columnCount: number,
  firstRows: RowTable,
  lastRows: RowTable,
): void {
  for (let c = 0, i = 0; c < columnCount; c++) {
    const [from] = rowsOfColumn(matrix, c);
    for (let p = 0; p < pes; p++, i++) {
      const entries = pointers[i + pes] - pointers[i];
      if (entries === 0) continue;
      firstRows[i] = localRowsBefore(from, p, pes);
      lastRows[i] = firstRows[i] + entries - 1;
    }
  }
}
