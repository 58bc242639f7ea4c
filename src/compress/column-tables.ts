import { type ColumnTables, cellBytesFor, emptyRows, missingLastRow } from '../kernels/columns.ts';
import type { InterleavedStreams } from '../network/interleaved-streams.ts';

/** Tables of streams, and how they are laid out. */
export interface StreamTables {
  readonly lanes: number;
  readonly cellBytes: 1 | 2 | 4;
  readonly tables: ColumnTables;
  /** Whether no column of a PE ends in a padding zero. */
  readonly endsInWeights: boolean;
}

/** Occupancy, edge rows and pointers of every column on every PE, of streams that came with the weights. Linear in pointers and entries. */
export function columnTables(
  { processingElements: pes, pointers, streamStart, codes, relativeIndices }: InterleavedStreams,
  { columns }: { readonly columns: number },
): StreamTables {
  const columnCount = columns + 1;
  const lanes = Math.ceil(pes / 16) * 16;
  const widest = widestCell(pointers, streamStart, relativeIndices, columnCount, pes);
  const cellBytes = cellBytesFor(widest);
  const rows = emptyRows({ lanes, cellBytes }, columnCount);
  const { occupancy, firstRows, lastRows } = rows;
  firstRows.fill(-1);
  lastRows.fill(missingLastRow({ cellBytes }));
  const Pointers = pointers.subarray(columnCount * pes).every((entries) => entries <= 0xffff)
    ? Uint16Array
    : Uint32Array;
  const ownPointers = new Pointers((columnCount + 1) * lanes);
  let endsInWeights = true;
  for (let p = 0; p < pes; p++) {
    const start = streamStart[p];
    for (let c = 0, i = p, to = p; c < columnCount; c++, i += pes, to += lanes) {
      const entries = pointers[i + pes] - pointers[i];
      ownPointers[to + lanes] = pointers[i + pes];
      occupancy[to] = Math.max(1, entries);
      if (entries === 0) continue;
      const from = start + pointers[i];
      let row = -1;
      for (let k = from; k < from + entries; k++) row += relativeIndices[k] + 1;
      if (codes[from] !== 0) firstRows[to] = relativeIndices[from];
      if (codes[from + entries - 1] !== 0) lastRows[to] = row;
      else endsInWeights = false;
    }
  }
  return { lanes, cellBytes, tables: { ...rows, pointers: ownPointers }, endsInWeights };
}

/** The largest local row, or number of entries, of any column. */
function widestCell(
  pointers: Uint32Array,
  streamStart: Float64Array,
  relativeIndices: ArrayLike<number>,
  columnCount: number,
  pes: number,
): number {
  let widest = 1;
  for (let p = 0; p < pes; p++)
    for (let c = 0, i = p; c < columnCount; c++, i += pes) {
      let row = -1;
      for (let k = pointers[i]; k < pointers[i + pes]; k++) row += relativeIndices[streamStart[p] + k] + 1;
      widest = Math.max(widest, row, pointers[i + pes] - pointers[i]);
    }
  return widest;
}
