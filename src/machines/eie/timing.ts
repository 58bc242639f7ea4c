import type { HeldWeights } from '../../compress/held-weights.ts';
import { type Timed, timing } from '../../kernels/timing.ts';
import type { Scan } from './scan.ts';

/** When each item was broadcast, and how far the PEs lagged behind the last ones. */
export interface Timing extends Timed {
  readonly processingElements: number;
}

export function timeItems(scan: Scan, held: HeldWeights, depth: number): Timing {
  return { processingElements: held.processingElements, ...timing(scan, held, depth) };
}

/** R_p[n]: state in which PE p starts item n, which is the tic of its pop; of the kept items. */
export function startState({ broadcastAt, lags, firstKept, processingElements }: Timing, item: number, pe: number) {
  return broadcastAt[item] + 1 + lags[(item - firstKept) * processingElements + pe];
}

/** F_p[n]: first state in which PE p is done with item n; an empty column takes one. */
export function finishState(timing: Timing, item: number, pe: number): number {
  return startState(timing, item, pe) + Math.max(1, entriesOf(timing, item, pe));
}

export function entriesOf({ entries, firstKept, processingElements }: Timing, item: number, pe: number): number {
  return entries[(item - firstKept) * processingElements + pe];
}

/** Cycles in which the scan held a hit and waited: globally, and per PE whose queue was full. States after `cycles` do not count; only the last item may come behind them. */
export function waits(scan: Scan, timing: Timing, depth: number, cycles: number) {
  const { broadcastAt, stallCycles, blocked, processingElements: pes } = timing;
  const n = broadcastAt.length - 1;
  if (n < depth - 1) return { blocked, stallCycles };
  const first = (n === 0 ? 0 : broadcastAt[n - 1]) + scan.gaps[n] - 1;
  const last = Math.min(broadcastAt[n] - 2, cycles);
  if (last < first) return { blocked, stallCycles };
  // the queue of PE p is full until it pops item n - depth + 1
  const full = (p: number) => Math.min(startState(timing, n - depth + 1, p) - first, last - first + 1);
  for (let p = 0; p < pes; p++) blocked[p] += Math.max(0, full(p));
  return { blocked, stallCycles: stallCycles + last - first + 1 };
}
