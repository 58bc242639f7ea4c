import type { InterleavedStreams } from '../network/interleaved-streams.ts';

/** Interleaved streams with what timing needs of them. */
export interface EncodedStreams extends InterleavedStreams {
  readonly tables: ColumnTables;
}

/** What timing needs of each column on each PE, derived once from the streams. */
export interface ColumnTables {
  /** PEs rounded up to even, so that two 16-bit lanes fill a word. */
  readonly lanes: number;
  /** occupancy[c * lanes + p] = max(1, entries): cycles that column c occupies PE p; 0 in the spare lane. columns + 1 rows. */
  readonly occupancy: Uint16Array | Uint32Array;
  readonly maxOccupancy: number;
  /** Local row of the first entry of column c on PE p, at c * processingElements + p;
   * a value no row has where the column is empty or starts with a padding zero. */
  readonly firstRows: Uint16Array | Uint32Array;
  /** The same of the last entry; the missing value differs from that of firstRows, so an equal pair is always a real row. */
  readonly lastRows: Uint16Array | Uint32Array;
}
