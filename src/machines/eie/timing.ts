import type { HeldWeights } from '../../compress/held-weights.ts';
import { entriesOfColumn } from '../../kernels/columns.ts';
import { type Timed, timing } from '../../kernels/items/timing.ts';
import type { Scan } from './scan.ts';

/** When the last items were broadcast, and how far the PEs lagged behind them. */
export interface Timing extends Timed {
  readonly scan: Scan;
  readonly held: HeldWeights;
  /** Entries of one of the last items on each PE, found when asked for. */
  readonly entries: Int32Array[];
}

export function timeItems(scan: Scan, held: HeldWeights, depth: number): Timing {
  // written out: a spread takes 2 us
  const { stallCycles, blocked, bypasses, firstKept, broadcastAt, lags } = timing(scan, held, depth);
  return { stallCycles, blocked, bypasses, firstKept, broadcastAt, lags, scan, held, entries: [] };
}

/** R_p[n]: state in which PE p starts item n, which is the tic of its pop. */
export function startState({ broadcastAt, lags, firstKept, held }: Timing, item: number, pe: number): number {
  return broadcastAt[item - firstKept] + 1 + lags[(item - firstKept) * held.lanes + pe];
}

/** F_p[n]: first state in which PE p is done with item n; an empty column takes one. */
export function finishState(timing: Timing, item: number, pe: number): number {
  return startState(timing, item, pe) + Math.max(1, entriesOf(timing, item, pe));
}

export function entriesOf(timing: Timing, item: number, pe: number): number {
  return entriesOfItem(timing, item)[pe];
}

function entriesOfItem({ entries, firstKept, scan, held }: Timing, item: number): Int32Array {
  return (entries[item - firstKept] ??= entriesOfColumn(held, scan.columns[item]));
}

/** The state in which the last entry of all is processed, or -1: the last item of which a PE holds something. */
export function lastEntryState(timing: Timing): number {
  const { broadcastAt, lags, firstKept, held } = timing;
  const { processingElements: pes, lanes } = held;
  const isOpen = new Uint8Array(pes).fill(1);
  let open = pes;
  let last = -1;
  for (let k = broadcastAt.length - 1; k >= 0 && open > 0; k--) {
    const entries = entriesOfItem(timing, firstKept + k);
    for (let p = 0; p < pes; p++) {
      if (isOpen[p] === 0 || entries[p] === 0) continue;
      isOpen[p] = 0;
      open--;
      last = Math.max(last, broadcastAt[k] + lags[k * lanes + p] + entries[p]);
    }
  }
  return last;
}

/** Cycles in which the scan held a hit and waited: globally, and per PE whose queue was full. States after `cycles` do not count; only the last item may come behind them. */
export function waits(scan: Scan, timing: Timing, depth: number, cycles: number) {
  const { broadcastAt, stallCycles, blocked, firstKept, held, lags } = timing;
  const n = scan.columns.length - 1;
  if (n < depth - 1) return { blocked, stallCycles };
  const first = (n === 0 ? 0 : broadcastAt[n - 1 - firstKept]) + scan.gaps[n] - 1;
  const last = Math.min(broadcastAt[n - firstKept] - 2, cycles);
  if (last < first) return { blocked, stallCycles };
  // the queue of PE p is full until it pops item n - depth + 1
  const popped = n - depth + 1 - firstKept;
  const behind = broadcastAt[popped] + 1 - first;
  const most = last - first + 1;
  for (let p = 0, at = popped * held.lanes; p < held.processingElements; p++, at++)
    blocked[p] += Math.max(0, Math.min(behind + lags[at], most));
  return { blocked, stallCycles: stallCycles + most };
}
