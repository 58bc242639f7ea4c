import type { ColumnTables, EncodedStreams } from '../../compress/encoded-streams.ts';
import type { Scan } from './scan.ts';
import { finishState, type Timing } from './timing.ts';

/** Cycles in which the scan held a hit and waited: globally, and per PE whose queue was full. States after `cycles` do not count. */
export function waits(scan: Scan, tables: ColumnTables, timing: Timing, depth: number, pes: number, cycles: number) {
  const { broadcastAt, slack, lanes } = timing;
  const blocked = new Uint32Array(pes);
  let stallCycles = 0;
  for (let n = depth - 1; n < broadcastAt.length; n++) {
    const first = (n === 0 ? 0 : broadcastAt[n - 1]) + scan.gaps[n] - 1;
    const last = Math.min(broadcastAt[n] - 2, cycles);
    if (last < first) continue;
    stallCycles += last - first + 1;
    // the queue of PE p is full until it pops item n - depth + 1, in state R = F - c
    const popped = n - depth + 1;
    const row = popped * lanes;
    const column = scan.columns[popped] * lanes;
    const base = broadcastAt[popped] + 1 - first;
    for (let p = 0; p < pes; p++) {
      const full = Math.min(base + slack[row + p] - tables.occupancy[column + p], last - first + 1);
      if (full > 0) blocked[p] += full;
    }
  }
  return { blocked, stallCycles };
}

/**
 * Bypasses per PE (eie-timing section 5): the last entry of a column and the first of the next, back to back, write the same row.
 */
export function bypasses(scan: Scan, streams: EncodedStreams, timing: Timing): Uint32Array {
  const { processingElements: pes, tables } = streams;
  const { broadcastAt, slack, lanes } = timing;
  const { firstRows, lastRows } = tables;
  const counts = new Uint32Array(pes);
  for (let n = 1; n < broadcastAt.length; n++) {
    const before = scan.columns[n - 1] * pes;
    const now = scan.columns[n] * pes;
    const elapsed = broadcastAt[n] - broadcastAt[n - 1];
    const row = (n - 1) * lanes;
    for (let p = 0; p < pes; p++) {
      if (lastRows[before + p] === firstRows[now + p] && slack[row + p] >= elapsed) counts[p]++;
    }
  }
  return counts;
}

/** R_p[n]: state in which PE p starts item n, which is the tic of its pop. */
export function startState(scan: Scan, tables: ColumnTables, timing: Timing, item: number, pe: number): number {
  return finishState(timing, item, pe) - tables.occupancy[scan.columns[item] * tables.lanes + pe];
}
