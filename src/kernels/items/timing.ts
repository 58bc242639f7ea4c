import { Timing } from '../../../generated/kernels.ts';
import { bringColumns, type HeldColumns, rowsOf } from '../columns.ts';
import type { LinearMemory } from '../linear-memory.ts';
import { type Loaded, loaded } from '../loaded.ts';
import { fieldOf, putRecord } from '../record.ts';

/** The broadcasts of a layer: column of each, and tics between it and the one before if neither stalls. */
export interface Items {
  readonly columns: Uint32Array;
  readonly gaps: Int32Array;
}

/** Who waited for what, and how far the PEs lagged behind the last items, all that can be on their way when the layer ends (eie-timing section 7, slack form). */
export interface Timed {
  /** Cycles in which the scan held a hit and waited, and those in which it waited for the full queue of a PE; the last item's waits are not among them. */
  readonly stallCycles: number;
  readonly blocked: Uint32Array;
  /** Columns of a PE whose first entry comes right behind the last of the column before, in the same row (eie-timing section 5). */
  readonly bypasses: Uint32Array;
  /** The first of the last items. */
  readonly firstKept: number;
  /** W[n] at n - firstKept: tic in which item n is pushed into all queues. */
  readonly broadcastAt: Int32Array;
  /** At (n - firstKept) x lanes + p: how far PE p lags behind item n when it starts it, which is in state W[n] + 1 + lag. */
  readonly lags: Uint8Array | Uint16Array | Int32Array;
}

/** Items beyond the queue's depth that may be in the pipelines when the last activation row has been scanned. */
const IN_PIPELINES = 9;
/** A call's narrow sums hold so many items. */
const CALL = 255;
/** Items whose lags are looked at once more when all of them are known (BLOCK of timing.simd.ts), and what is kept of them. */
const BLOCK = 64;
const SCRATCH = BLOCK * 13 + 16;
/** Words that the kernel may read or write behind the last item. */
export const BEHIND = 16;
/** Positions of a queue that the kernel looks back before the first item (MOST_BACK there). */
const MOST_BACK = 1024;

/**
 * The max-plus recurrence that equals ticking every cycle:
 * W[n] = max(W[n-1] + gap[n], W[n-B+1] + 2, max_p F_p[n-B] + 1), D_p[n] = max(D_p[n-1] - (W[n] - W[n-1]), 0) + c_p[n].
 * `depth` is B, the queue positions (B - 1 items fit). Memory goes with the depth, not with the items.
 */
export function timing(items: Items, held: HeldColumns, depth: number): Timed {
  const kernels = loaded();
  if (kernels === undefined || held.cellBytes === 4) return timingTwin(items, held, depth);
  const narrow = held.cellBytes === 1 ? byKernel(kernels, items, held, depth, 1) : undefined;
  return narrow ?? byKernel(kernels, items, held, depth, 2) ?? timingTwin(items, held, depth);
}

/** Undefined where a lag does not fit the lanes. */
function byKernel(kernels: Loaded, items: Items, held: HeldColumns, depth: number, laneBytes: 1 | 2) {
  const { call, memory } = kernels;
  const { lanes, processingElements: pes, cellBytes } = held;
  const run = laneBytes === 1 ? call.timeBytes : cellBytes === 1 ? call.timeWideBytes : call.timeHalves;
  const count = items.columns.length;
  return memory.lend((take) => {
    const columns = bringColumns(held, memory, take);
    const sums = memory.cleared(take, 8 * lanes);
    const timed = putTimed(memory, take, {
      lanes,
      laneBytes,
      depth,
      most: count,
      bypasses: sums,
      blocked: sums + 4 * lanes,
    });
    const { record, kept, starts, broadcastAt: tics } = timed;
    memory.put(timed.columns, items.columns);
    memory.put(timed.gaps, items.gaps);
    for (let from = 0; from < count; from += CALL)
      if (run(columns, record, from, Math.min(from + CALL, count)) === 1) return undefined;
    const ring = laneBytes === 1 ? memory.bytes(starts, kept * lanes) : memory.halves(starts, kept * lanes);
    const { firstKept, broadcastAt, lags } = lastItems(memory.integers(tics, count), depth, ring, lanes);
    const blocked = memory.words(sums + 4 * lanes, pes).slice();
    const bypasses = memory.words(sums, pes).slice();
    return {
      stallCycles: fieldOf(memory, record, Timing, 'stallCycles'),
      blocked,
      bypasses,
      firstKept,
      broadcastAt,
      lags,
    };
  });
}

/** What decides how much room timing takes, and where its sums go. */
interface Room {
  readonly lanes: number;
  readonly laneBytes: 1 | 2;
  readonly depth: number;
  /** Items at most. */
  readonly most: number;
  /** Of each lane, 32 bits; both are added to. */
  readonly bypasses: number;
  readonly blocked: number;
}

/** The record that the timing kernels go on from, before the first of `most` items, and where its parts lie. */
export function putTimed(
  memory: LinearMemory,
  take: (bytes: number) => number,
  { lanes, laneBytes, depth, most, ...sums }: Room,
) {
  // 64 lanes have rows before the first item, too
  const rows = lanes === 64 ? depth + Math.min(most, BLOCK) : Math.min(most, depth + BLOCK);
  const kept = 2 ** Math.ceil(Math.log2(Math.max(1, rows)));
  const back = Math.min(depth, MOST_BACK);
  const row = lanes * laneBytes;
  /** With as many words before the first item as the queue has positions. */
  const wordsBehind = (before: number) => {
    const at = take(4 * (back + most + BEHIND));
    memory.integers(at, back).fill(before);
    return at + 4 * back;
  };
  const [columns, gaps, starts] = [take(4 * (most + BEHIND)), take(4 * (most + BEHIND)), take(kept * row)];
  const broadcastAt = wordsBehind(-2);
  // sums of 8 bits go through some of 16
  const narrow = Math.max(row, 2 * lanes);
  const record = putRecord(memory, take, Timing, {
    columns,
    gaps,
    items: most,
    depth,
    broadcastAt,
    longest: wordsBehind(0),
    starts,
    kept,
    slack: memory.cleared(take, row),
    before: 0,
    bypassed: memory.cleared(take, narrow),
    waited: memory.cleared(take, narrow),
    room: laneBytes === 1 ? 0xff : 0xffff,
    stallCycles: 0,
    scratch: take(SCRATCH + 4 * (back + BLOCK)),
    ...sums,
  });
  return { record, columns, gaps, broadcastAt, starts, kept };
}

export function timingTwin({ columns, gaps }: Items, held: HeldColumns, depth: number): Timed {
  const { lanes, processingElements: pes } = held;
  const { occupancy, firstRows, lastRows, at } = rowsOf(held);
  const items = columns.length;
  const kept = Math.max(1, Math.min(items, depth + IN_PIPELINES));
  const starts = new Int32Array(kept * lanes);
  const slack = new Int32Array(lanes);
  const broadcastAt = new Int32Array(items);
  const longest = new Int32Array(items);
  const blocked = new Uint32Array(pes);
  const bypasses = new Uint32Array(pes);
  let stallCycles = 0;
  let before = 0;
  let last = 0;
  for (let n = 0; n < items; n++) {
    const ready = before + gaps[n];
    let tic = ready;
    // no queue is full: the item depth - 1 before has been popped by every PE two tics ago
    if (n >= depth - 1) tic = Math.max(tic, broadcastAt[n - depth + 1] + 2);
    if (n >= depth) tic = Math.max(tic, broadcastAt[n - depth] + longest[n - depth] + 2);
    broadcastAt[n] = tic;
    const stalled = tic - ready;
    if (stalled > 0 && n + 1 < items) {
      stallCycles += stalled;
      const popped = n - depth + 1;
      const row = (popped % kept) * lanes;
      const behind = broadcastAt[popped] + 2 - ready;
      for (let p = 0; p < pes; p++) blocked[p] += Math.min(Math.max(behind + starts[row + p], 0), stalled);
    }
    const elapsed = tic - before;
    const now = at(columns[n], n);
    const row = (n % kept) * lanes;
    let most = 0;
    for (let p = 0; p < pes; p++) {
      const lag = slack[p];
      if (n > 0 && lag >= elapsed && lastRows[last + p] === firstRows[now + p]) bypasses[p]++;
      const start = lag > elapsed ? lag - elapsed : 0;
      const next = start + occupancy[now + p];
      starts[row + p] = start;
      slack[p] = next;
      if (next > most) most = next;
    }
    longest[n] = most;
    before = tic;
    last = now;
  }
  return { stallCycles, blocked, bypasses, ...lastItems(broadcastAt, depth, starts, lanes) };
}

/** The last items one behind the other, from rows that all items took by turns. */
function lastItems(
  broadcastAt: Int32Array,
  depth: number,
  ring: Uint8Array | Uint16Array | Int32Array,
  lanes: number,
): Pick<Timed, 'firstKept' | 'broadcastAt' | 'lags'> {
  const items = broadcastAt.length;
  const kept = ring.length / lanes;
  const firstKept = Math.max(0, items - depth - IN_PIPELINES);
  const [from, length] = [(firstKept % kept) * lanes, (items - firstKept) * lanes];
  const lags = ring.slice(from, from + length);
  if (lags.length === length) return { firstKept, broadcastAt: broadcastAt.slice(firstKept), lags };
  const whole = ring.slice(0, length);
  whole.set(lags);
  whole.set(ring.subarray(0, length - lags.length), lags.length);
  return { firstKept, broadcastAt: broadcastAt.slice(firstKept), lags: whole };
}
