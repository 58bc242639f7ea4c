import { type Memory, simulationBudget } from '../../../base/budget.ts';
import type { Steps } from '../../../base/steps.ts';
import type { HeldWeights } from '../../../compress/held-weights.ts';
import { entriesOfColumn } from '../../../kernels/columns.ts';
import type { Scan } from '../scan.ts';

/** When every item is sent and taken by every PE, kept whole: for who looks into a layer. Timing keeps only what the end of the layer needs. */
export interface Schedule {
  readonly scan: Scan;
  readonly processingElements: number;
  /** W[n]: state from which on item n stands in all queues. */
  readonly sent: Int32Array;
  /** R_p[n]: state in which PE p takes item n. */
  readonly start: (item: number, pe: number) => number;
  /** F_p[n]: first state in which it is done with it; an empty column takes one state. */
  readonly finish: (item: number, pe: number) => number;
  readonly entries: (item: number, pe: number) => number;
}

/** Items x PEs between two places where it may be interrupted: a few milliseconds. */
const SLICE = 2 ** 16;

/**
 * The recurrence of eie-timing section 7 as it stands there: W[n] = max(W[n-1] + gap[n], W[n-B+1] + 2, max_p F_p[n-B] + 1), R_p[n] = max(W[n] + 1, F_p[n-1]),
 * F_p[n] = R_p[n] + max(1, entries).
 * @param looked PEs that are kept, all by default
 * @throws UserError where items x kept PEs take more memory than a simulation may
 */
export function* scheduleOf(
  scan: Scan,
  held: HeldWeights,
  depth: number,
  { looked, memory }: { readonly looked?: readonly number[] | undefined; readonly memory?: Memory | undefined } = {},
): Steps<Schedule> {
  const { processingElements: pes } = held;
  const { gaps, columns } = scan;
  const items = columns.length;
  const all = looked ?? Array.from({ length: pes }, (_, p) => p);
  const kept = all.length;
  simulationBudget(memory).take(8 * items * kept, `when ${kept} PEs take ${items} items`);
  const [starts, entries] = [new Int32Array(items * kept), new Int32Array(items * kept)];
  const sent = new Int32Array(items);
  const last = new Int32Array(items); // max_p F_p[n]
  const free = new Int32Array(pes);
  const slice = Math.ceil(SLICE / pes);
  for (let n = 0; n < items; n++) {
    if (n % slice === slice - 1) yield;
    sent[n] = (n === 0 ? 0 : sent[n - 1]) + gaps[n];
    if (n >= depth - 1) sent[n] = Math.max(sent[n], sent[n - depth + 1] + 2);
    if (n >= depth) sent[n] = Math.max(sent[n], last[n - depth] + 1);
    const counts = entriesOfColumn(held, columns[n]);
    for (let k = 0; k < kept; k++) {
      starts[n * kept + k] = Math.max(sent[n] + 1, free[all[k]]);
      entries[n * kept + k] = counts[all[k]];
    }
    for (let p = 0; p < pes; p++) {
      free[p] = Math.max(sent[n] + 1, free[p]) + Math.max(1, counts[p]);
      last[n] = Math.max(last[n], free[p]);
    }
  }
  const slots = new Int32Array(pes).fill(-1);
  for (const [k, p] of all.entries()) slots[p] = k;
  const start = (item: number, pe: number) => starts[item * kept + slots[pe]];
  const entriesAt = (item: number, pe: number) => entries[item * kept + slots[pe]];
  const finish = (item: number, pe: number) => start(item, pe) + Math.max(1, entriesAt(item, pe));
  return { scan, processingElements: pes, sent, start, finish, entries: entriesAt };
}
