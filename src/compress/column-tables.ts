import { type ColumnTables, cellBytesFor } from '../kernels/columns.ts';
import { localRowsOf, tablesOfStreams } from '../kernels/streams.ts';
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
export function columnTables(streams: InterleavedStreams, { columns }: { readonly columns: number }): StreamTables {
  const { processingElements: pes, pointers } = streams;
  const columnCount = columns + 1;
  const lanes = Math.ceil(pes / 16) * 16;
  // no column of a PE has more entries than rows up to its last one
  const rows = localRowsOf(streams, columnCount).reduce((most, own) => Math.max(most, own), 1);
  const cellBytes = cellBytesFor(rows);
  const isNear = pointers.subarray(columnCount * pes).every((entries) => entries <= 0xffff);
  const shape = { columns: columnCount, lanes, cellBytes, pointerBytes: isNear ? 2 : 4 } as const;
  return { lanes, cellBytes, ...tablesOfStreams(streams, shape) };
}
