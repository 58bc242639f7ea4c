import { type Dataflow, foldsOf, type Grid, type Laid } from './folds.ts';

/** What the array does in the cycles of a layer; together they are all of them. */
export interface ArrayCycles {
  /** Something streams in. */
  readonly active: number;
  /** What stays is shifted in, and nothing else happens. */
  readonly shift: number;
  /** The array waits for weights from DRAM. */
  readonly stall: number;
  /** The last inputs run through, and the sums run out. */
  readonly drain: number;
}

/** An array and how it is used. */
export interface Timed extends Grid {
  readonly dataflow: Dataflow;
  /** Whether the next tile is shifted in, and the next fold begins, while the one before it is still computed. */
  readonly doubleBuffered: boolean;
  /** Passes that a product of two operands takes through multipliers of fewer bits. */
  readonly passes: number;
}

/** All cycles together. */
export function totalCycles({ active, shift, stall, drain }: ArrayCycles): number {
  return active + shift + stall + drain;
}

/** Cycles until what stays lies in the array: one for each of its rows, however few hold something. Outputs come into being there. */
export function shiftCycles({ dataflow, rows }: Pick<Timed, 'dataflow' | 'rows'>): number {
  return dataflow === 'outputStationary' ? 0 : rows;
}

/**
 * Cycles of a layer whose operands are at hand. Fold after fold, each takes the shift, its steps and R + C - 2 until the last sum has run out; SCALE-Sim counts up to
 * the last one, so that one cycle less goes by: folds (2 R + C + T - 2) - 1 where weights or inputs stay, folds (R + C + T - 2) - 1 where outputs stay.
 * Double-buffered, a fold takes the longer of its steps and the next shift (TPU v1: "a matrix operation on B rows takes B cycles"), and only the first shift and
 * the last run are seen.
 */
export function arrayCycles(laid: Laid, array: Timed): ArrayCycles {
  const folds = foldsOf(laid, array);
  const active = laid.steps * array.passes;
  const shift = shiftCycles(array);
  const run = array.rows + array.columns - 2;
  if (!array.doubleBuffered)
    return untilTheLast({ active: folds * active, shift: folds * shift, stall: 0, drain: folds * run });
  const exposed = Math.max(0, shift - active);
  return untilTheLast({ active: folds * active, shift: shift + (folds - 1) * exposed, stall: 0, drain: run });
}

/**
 * Cycles up to the last one, as SCALE-Sim counts: one less, of the drain, or where a single multiplier has none of the shift. Where it has neither the last one counts too,
 * so that no product takes less than a cycle.
 */
function untilTheLast(cycles: ArrayCycles): ArrayCycles {
  if (cycles.drain > 0) return { ...cycles, drain: cycles.drain - 1 };
  return { ...cycles, shift: Math.max(0, cycles.shift - 1) };
}

/** Tiles of weights that come from DRAM through a queue. */
export interface WeightQueue {
  readonly tileBytes: number;
  /** Tiles that wait in front of the array. */
  readonly tiles: number;
  readonly bytesPerCycle: number;
}

/**
 * The same with weights that come through a queue, tile after tile in their order: a tile is shifted in as soon as it is there and the one before it has begun to be
 * used; a place in the queue is free once its tile is shifted in.
 */
export function queuedCycles(laid: Laid, array: Timed, queue: WeightQueue): ArrayCycles {
  const folds = foldsOf(laid, array);
  const fetch = queue.tileBytes / queue.bytesPerCycle;
  const active = laid.steps * array.passes;
  const shiftIn = shiftCycles(array);
  const left: number[] = [];
  let [arrived, started, shift] = [0, 0, 0];
  for (let tile = 0; tile < folds; tile++) {
    const free = tile < queue.tiles ? 0 : left[tile - queue.tiles];
    arrived = Math.max(arrived, free) + fetch;
    const end = tile === 0 ? 0 : started + active;
    const shifting = Math.max(arrived, tile === 0 ? 0 : started);
    started = Math.max(end, shifting + shiftIn);
    left.push(shifting + shiftIn);
    shift += Math.min(started - end, shiftIn);
  }
  const whole = Math.ceil(started + active);
  const all = active * folds;
  const shifts = Math.round(shift);
  const drain = array.rows + array.columns - 2;
  return untilTheLast({ active: all, shift: shifts, stall: whole - all - shifts, drain });
}
