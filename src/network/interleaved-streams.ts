/**
 * Interleaved compressed sparse columns (EIE section III.B): row r lives on PE r mod processingElements at local row floor(r / processingElements);
 * each PE has a stream of entries (code, relative index), column after column; a gap that does not fit the index is bridged by padding zeros.
 * Column number `columns` is the bias (empty where the layer has none). Tables are [column][PE].
 */
export interface InterleavedStreams {
  readonly processingElements: number;
  /** Bits of the relative index; null stores every row (a dense machine). */
  readonly indexBits: number | null;
  /** pointers[c * processingElements + p]: entries of PE p before column c; columns + 2 rows of pointers. */
  readonly pointers: Uint32Array;
  /** Where each PE's stream starts in codes and relativeIndices; length processingElements + 1. */
  readonly streamStart: Float64Array;
  /** Code of every entry, PE 0 first; 0 is a padding zero. With direct weights 1 marks a weight. Empty in a dense machine: no entry is padding. */
  readonly codes: Uint8Array;
  /** Rows skipped since the previous entry of the column (from row -1 at its start). Empty in a dense machine. */
  readonly relativeIndices: Uint8Array | Uint16Array | Uint32Array;
}
