import { type HeldWeights, interleaved } from '../../compress/held-weights.ts';
import { type Rows, rowsOf } from '../../kernels/columns.ts';
import type { EarlyEnd } from '../../simulate/outputs/matrix-product.ts';
import { forEachState, WRITE_STATES } from './end-of-layer.ts';
import type { Scan } from './scan.ts';
import { entriesOf, finishState, startState, type Timing } from './timing.ts';

/** What lies after the end of a layer: per PE, and the outputs' share as executed entries of each unfinished item. */
export interface LostWork {
  readonly busy: Uint32Array;
  readonly emptyColumns: Uint32Array;
  readonly pops: number;
  readonly lineReads: number;
  readonly multiplyAccumulates: number;
  readonly bypasses: Uint32Array;
  /** Bypassed sums, over all PEs, whose write is lost; some of those bypasses still happened before the end. */
  readonly bypassedWrites: number;
  /** First item that some PE did not finish; the number of items where nothing was lost. */
  readonly firstItem: number;
}

/**
 * Work that is not done when the layer stops in state `cycles` (eie-timing section 6): pops and occupied states after it, line reads one state, and
 * writes five states before it. Under the drained rule only empty columns and padding zeros can lie there.
 */
export function lostWork(
  scan: Scan,
  streams: HeldWeights,
  timing: Timing,
  entriesPerLine: number,
  heldLine: number,
  cycles: number,
): LostWork {
  const { processingElements: pes } = streams;
  const items = scan.columns.length;
  const lost = { pops: 0, lineReads: 0, multiplyAccumulates: 0, bypassedWrites: 0, firstItem: items };
  const busy = new Uint32Array(pes);
  const emptyColumns = new Uint32Array(pes);
  const bypasses = new Uint32Array(pes);
  const rows = rowsOf(streams);
  for (let p = 0; p < pes; p++) {
    let n = items;
    while (n > timing.firstKept && finishState(timing, n - 1, p) + WRITE_STATES > cycles) n--;
    lost.firstItem = Math.min(lost.firstItem, n);
    let held = heldBefore(scan, streams, entriesPerLine, heldLine, n, p);
    for (; n < items; n++) {
      const start = startState(timing, n, p);
      if (start > cycles) lost.pops++;
      if (entriesOf(timing, n, p) === 0 && start > cycles) emptyColumns[p]++;
      if (isBypass(rows, scan, timing, n, p)) {
        if (start + 3 > cycles) bypasses[p]++;
        if (start + WRITE_STATES > cycles) lost.bypassedWrites++;
      }
      forEachState(scan, streams, timing, n, p, (state, isWeight, address) => {
        const line = Math.floor(address / entriesPerLine);
        if (line !== held && state + 1 > cycles) lost.lineReads++;
        held = line;
        if (state > cycles) busy[p]++;
        if (isWeight && state + WRITE_STATES > cycles) lost.multiplyAccumulates++;
      });
    }
  }
  return { ...lost, busy, emptyColumns, bypasses };
}

function isBypass(rows: Rows, scan: Scan, timing: Timing, n: number, p: number): boolean {
  if (n === 0) return false;
  const before = rows.at(scan.columns[n - 1], n - 1);
  const now = rows.at(scan.columns[n], n);
  const sameRow = rows.lastRows[before + p] === rows.firstRows[now + p];
  return sameRow && finishState(timing, n - 1, p) === startState(timing, n, p);
}

/** What of it lies behind an end that the last write decides: nothing but columns that hold nothing for a PE. */
export function emptyBehind(scan: Scan, timing: Timing, cycles: number): LostWork {
  const { held, broadcastAt, lags } = timing;
  const { processingElements: pes, lanes } = held;
  const emptyColumns = new Uint32Array(pes);
  let isBehind = true;
  for (let k = broadcastAt.length - 1; k >= 0 && isBehind; k--) {
    isBehind = false;
    const mostLag = cycles - broadcastAt[k] - 1;
    for (let p = 0; p < pes; p++) {
      if (lags[k * lanes + p] <= mostLag) continue;
      emptyColumns[p]++;
      isBehind = true;
    }
  }
  return onlyEmpty(emptyColumns, scan.columns.length);
}

/** Nothing is lost but the time of these empty columns. */
export function onlyEmpty(emptyColumns: Uint32Array, items: number): LostWork {
  if (none.length !== emptyColumns.length) none = new Uint32Array(emptyColumns.length);
  return {
    pops: 0,
    lineReads: 0,
    multiplyAccumulates: 0,
    bypassedWrites: 0,
    firstItem: items,
    busy: none,
    emptyColumns,
    bypasses: none,
  };
}

/** Nothing on each PE; nobody writes to it. */
let none = new Uint32Array(0);

/** Whether a list is known to say that nothing was lost. */
export function isNothing(lost: Uint32Array): boolean {
  return lost === none;
}

/** Line that PE p holds when it starts item n. */
function heldBefore(
  scan: Scan,
  streams: HeldWeights,
  entriesPerLine: number,
  heldLine: number,
  n: number,
  p: number,
): number {
  const { processingElements: pes, pointers } = interleaved(streams);
  for (let before = n - 1; before >= 0; before--) {
    const at = scan.columns[before] * pes + p;
    if (pointers[at] !== pointers[at + pes]) return Math.floor((pointers[at + pes] - 1) / entriesPerLine);
  }
  return heldLine;
}

/** What of the unfinished items was executed: entries whose writes still happened by state `cycles`, in the order of their writes on each PE. */
export function earlyEnd(
  scan: Scan,
  streams: HeldWeights,
  timing: Timing,
  cycles: number,
  firstItem: number,
): EarlyEnd {
  const { processingElements: pes, streamStart, codes, relativeIndices } = interleaved(streams);
  const finished = { rows: [] as number[], codes: [] as number[], columns: [] as number[] };
  for (let n = firstItem; n < scan.columns.length; n++) {
    for (let p = 0; p < pes; p++) {
      let local = -1;
      forEachState(scan, streams, timing, n, p, (state, isWeight, address) => {
        const at = streamStart[p] + address;
        local += relativeIndices[at] + 1;
        if (!isWeight || state + WRITE_STATES > cycles) return;
        finished.rows.push(local * pes + p);
        finished.codes.push(codes[at]);
        finished.columns.push(scan.columns[n]);
      });
    }
  }
  return {
    firstItem,
    rows: Uint32Array.from(finished.rows),
    codes: Uint8Array.from(finished.codes),
    columns: Uint32Array.from(finished.columns),
  };
}
