import { type HeldWeights, interleaved } from '../../compress/held-weights.ts';
import type { Scan } from './scan.ts';
import { finishState, lastEntryState, startState, type Timing } from './timing.ts';

/** A write shows in the write-enable register this many states after its entry was in the pointer stage (eie-timing section 5). */
export const WRITE_STATES = 5;
/** The reference never stops before this many cycles (quirk Q13). */
const MIN_CYCLES = 9;

/** E: state in which the row behind the last activation row is loaded (eie-timing section 7). */
function emptyState(scan: Scan, timing: Timing, hasBiasItem: boolean): number {
  const activations = scan.columns.length - (hasBiasItem ? 1 : 0);
  return (activations === 0 ? 0 : timing.broadcastAt[activations - 1 - timing.firstKept]) + scan.gapToEnd - 1;
}

/** Drained rule (section 8): max(9, E, 1 + last state with a write-enable register set). */
export function drainedCycles(scan: Scan, streams: HeldWeights, timing: Timing, hasBiasItem: boolean): number {
  const items = scan.columns.length;
  let cycles = Math.max(MIN_CYCLES, emptyState(scan, timing, hasBiasItem));
  if (streams.endsInWeights) return Math.max(cycles, lastEntryState(timing) + WRITE_STATES + 1);
  for (let p = 0; p < streams.processingElements; p++) {
    // older items than those kept ended before state E - 5
    for (let n = items - 1; n >= timing.firstKept; n--) {
      const last = lastWeight(scan, streams, timing, n, p);
      if (last < 0) continue;
      cycles = Math.max(cycles, last + WRITE_STATES + 1);
      break;
    }
  }
  return cycles;
}

/**
 * Reference rule (section 6, quirk Q1): the first state from max(E, 9) on in which, five states before, no PE had a non-zero code in its pointer stage;
 * what is still queued is lost.
 */
export function referenceCycles(scan: Scan, streams: HeldWeights, timing: Timing, hasBiasItem: boolean): number {
  const earliest = Math.max(MIN_CYCLES, emptyState(scan, timing, hasBiasItem));
  const first = earliest - WRITE_STATES;
  const busy = busyStates(scan, streams, timing, first);
  let cycles = earliest;
  while (busy[cycles - earliest] === 1) cycles++;
  return cycles;
}

/** busy[s]: whether any PE has a non-zero code in its pointer stage in state first + s. */
function busyStates(scan: Scan, streams: HeldWeights, timing: Timing, first: number): Uint8Array {
  const { processingElements: pes } = streams;
  const items = scan.columns.length;
  let end = first;
  if (items > 0) for (let p = 0; p < pes; p++) end = Math.max(end, finishState(timing, items - 1, p));
  const busy = new Uint8Array(end - first + 1);
  for (let p = 0; p < pes; p++) {
    for (let n = items - 1; n >= timing.firstKept && finishState(timing, n, p) > first; n--) {
      forEachState(scan, streams, timing, n, p, (state, isWeight) => {
        if (isWeight && state >= first) busy[state - first] = 1;
      });
    }
  }
  return busy;
}

/** Last state in which item n puts a non-zero code into the pointer stage of PE p, or -1. */
function lastWeight(scan: Scan, streams: HeldWeights, timing: Timing, n: number, p: number): number {
  let last = -1;
  forEachState(scan, streams, timing, n, p, (state, isWeight) => {
    if (isWeight) last = state;
  });
  return last;
}

/** Visits the states in which PE p processes entries of item n, in order; says which of them are weights and which padding zeros. */
export function forEachState(
  scan: Scan,
  streams: HeldWeights,
  timing: Timing,
  n: number,
  p: number,
  visit: (state: number, isWeight: boolean, address: number) => void,
): void {
  const { processingElements: pes, pointers, streamStart, codes, indexBits } = interleaved(streams);
  const at = scan.columns[n] * pes + p;
  const start = startState(timing, n, p);
  for (let k = pointers[at]; k < pointers[at + pes]; k++) {
    visit(start + k - pointers[at], indexBits === null || codes[streamStart[p] + k] !== 0, k);
  }
}
