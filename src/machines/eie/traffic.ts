import type { EncodedStreams } from '../../compress/encoded-streams.ts';
import type { Scan } from './scan.ts';

/** Work of each PE over all items, independent of timing (eie-timing sections 3 and 4). */
export interface Traffic {
  /** Entries processed, padding zeros included. */
  readonly entries: Uint32Array;
  readonly emptyColumns: Uint32Array;
  /** Lines read from the sparse-matrix memory. */
  readonly lineReads: Uint32Array;
}

/**
 * A line is read when an entry's line differs from that of the entry before it on this PE, in whatever column.
 * `heldLine` is the line that a PE is taken to hold at the start: -1 for none (the reference starts with 0xffff, quirk Q4).
 */
export function traffic(scan: Scan, streams: EncodedStreams, entriesPerLine: number, heldLine: number): Traffic {
  const { processingElements: pes, pointers } = streams;
  const entries = new Uint32Array(pes);
  const emptyColumns = new Uint32Array(pes);
  const lineReads = new Uint32Array(pes);
  const held = new Int32Array(pes).fill(heldLine);
  const shift = Math.log2(entriesPerLine);
  const lineOf = Number.isInteger(shift) ? undefined : entriesPerLine;
  for (let n = 0; n < scan.columns.length; n++) {
    const at = scan.columns[n] * pes;
    for (let p = 0; p < pes; p++) {
      const from = pointers[at + p];
      const to = pointers[at + pes + p];
      if (from === to) {
        emptyColumns[p]++;
        continue;
      }
      const first = lineOf === undefined ? from >>> shift : Math.floor(from / lineOf);
      const last = lineOf === undefined ? (to - 1) >>> shift : Math.floor((to - 1) / lineOf);
      entries[p] += to - from;
      lineReads[p] += last - first + (first === held[p] ? 0 : 1);
      held[p] = last;
    }
  }
  return { entries, emptyColumns, lineReads };
}
