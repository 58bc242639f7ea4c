import { Columns, rowOf } from './columns.simd';

/** What a call goes on from and adds to. Rows have a lane for each PE and spare ones. */
@unmanaged
class Timed {
  /** Column and gap of each item. */
  columns: usize;
  gaps: usize;
  items: u32;
  depth: u32;
  /** W[n] of each item, and the largest lag of a PE behind it. */
  broadcastAt: usize;
  longest: usize;
  /** Rows of lags: how far each PE lags when it starts an item, of the last `kept` items (a power of two), and when it is done with the last one. */
  starts: usize;
  kept: u32;
  slack: usize;
  /** Where the last item's cells stand behind the bases of the columns. */
  before: usize;
  /** Sums of this call in narrow lanes, and of all calls. */
  bypassed: usize;
  waited: usize;
  bypasses: usize;
  blocked: usize;
  stallCycles: u32;
}

/** The largest number of a lane. */
function limitOf<Lane>(): u32 {
  return sizeof<Lane>() == 1 ? 0xff : 0xffff;
}

/** Cells of a table in lanes that may be wider. */
function cells<Lane, Cell>(at: usize): v128 {
  if (sizeof<Cell>() < sizeof<Lane>()) return v128.load_ext<Cell>(at);
  return v128.load(at);
}

function largest<Lane>(lanes: v128): u32 {
  let most = lanes;
  most = v128.max<Lane>(most, v128.shuffle<u8>(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  most = v128.max<Lane>(most, v128.shuffle<u8>(most, most, 4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15));
  most = v128.max<Lane>(most, v128.shuffle<u8>(most, most, 2, 3, 0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  if (sizeof<Lane>() == 1)
    most = v128.max<Lane>(most, v128.shuffle<u8>(most, most, 1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  return u32(v128.extract_lane<Lane>(most, 0));
}

/** W[n]: the scan is ready, and no queue is full (full: the item depth - 1 before has been popped by every PE two tics ago). */
function broadcastTic(work: Timed, n: u32, before: u32): u32 {
  let tic = before + load<u32>(work.gaps + n * 4);
  if (n >= work.depth - 1) tic = max(tic, load<u32>(work.broadcastAt + (n - work.depth + 1) * 4) + 2);
  if (n >= work.depth)
    tic = max(
      tic,
      load<u32>(work.broadcastAt + (n - work.depth) * 4) + load<u32>(work.longest + (n - work.depth) * 4) + 2,
    );
  return tic;
}

/** Adds the waits for item n, which comes `stalled` tics after the scan was ready: the queue of a PE is full until it starts the item depth - 1 before. */
function wait<Lane>(work: Timed, n: u32, before: u32, stalled: u32, bytes: u32): void {
  const popped = n - work.depth + 1;
  const behind = i32(before + load<u32>(work.gaps + n * 4) - 2 - load<u32>(work.broadcastAt + popped * 4));
  const less = v128.splat<Lane>(min<u32>(max<i32>(behind, 0), limitOf<Lane>()) as Lane);
  const more = v128.splat<Lane>((behind < 0 ? 1 : 0) as Lane);
  const most = v128.splat<Lane>(min<u32>(stalled, limitOf<Lane>()) as Lane);
  const starts = work.starts + usize(popped & (work.kept - 1)) * bytes;
  const waited = work.waited;
  for (let l: u32 = 0; l < bytes; l += 16) {
    const lag = v128.sub_sat<Lane>(v128.add_sat<Lane>(v128.load(starts + l), more), less);
    const full = v128.min<Lane>(lag, most);
    const sums = waited + (l << 1);
    if (sizeof<Lane>() == 1) {
      v128.store(sums, i16x8.add(v128.load(sums), i16x8.extend_low_i8x16_u(full)));
      v128.store(sums, i16x8.add(v128.load(sums, 16), i16x8.extend_high_i8x16_u(full)), 16);
    } else {
      v128.store(sums, i32x4.add(v128.load(sums), i32x4.extend_low_i16x8_u(full)));
      v128.store(sums, i32x4.add(v128.load(sums, 16), i32x4.extend_high_i16x8_u(full)), 16);
    }
  }
}

/** Adds the narrow sums of a call to those of all calls, and clears them. */
function addUp<Lane>(work: Timed, lanes: u32): void {
  for (let p: usize = 0; p < lanes; p++) {
    const bypassed = work.bypassed + p * sizeof<Lane>();
    store<u32>(work.bypasses + p * 4, load<u32>(work.bypasses + p * 4) + u32(load<Lane>(bypassed)));
    const waited = work.waited + p * sizeof<Lane>() * 2;
    const more = sizeof<Lane>() == 1 ? u32(load<u16>(waited)) : load<u32>(waited);
    store<u32>(work.blocked + p * 4, load<u32>(work.blocked + p * 4) + more);
  }
  memory.fill(work.bypassed, 0, lanes * sizeof<Lane>());
  memory.fill(work.waited, 0, lanes * sizeof<Lane>() * 2);
}

/**
 * The max-plus recurrence of items [from, to), at most 255 of them, with the waits (the last item's apart, whose end the caller knows) and the bypasses.
 * Returns whether a lag left the lanes: what was found is then worth nothing.
 */
function time<Lane, Cell>(columns: usize, timed: usize, from: u32, to: u32): u32 {
  const work = changetype<Timed>(timed);
  const held = changetype<Columns>(columns);
  const bytes = held.lanes * sizeof<Lane>();
  const limit = limitOf<Lane>();
  let worst = v128.splat<Lane>(0);
  let last = work.before;
  for (let n = from; n < to; n++) {
    const before = n == 0 ? 0 : load<u32>(work.broadcastAt + (n - 1) * 4);
    const tic = broadcastTic(work, n, before);
    store<u32>(work.broadcastAt + n * 4, tic);
    const stalled = tic - before - load<u32>(work.gaps + n * 4);
    if (stalled > 0 && n + 1 < work.items) {
      work.stallCycles += stalled;
      wait<Lane>(work, n, before, stalled, bytes);
    }
    const elapsed = v128.splat<Lane>(min<u32>(tic - before, limit) as Lane);
    const row = rowOf<Cell>(held, load<u32>(work.columns + n * 4), n);
    const occupancy = held.occupancy + row;
    const firstRows = held.firstRows + row;
    const lastRows = held.lastRows + last;
    const starts = work.starts + usize(n & (work.kept - 1)) * bytes;
    const slack = work.slack;
    const bypassed = work.bypassed;
    let most = v128.splat<Lane>(0);
    for (let l: u32 = 0, c: u32 = 0; l < bytes; l += 16, c += (16 * sizeof<Cell>()) / sizeof<Lane>()) {
      const lag = v128.load(slack + l);
      const start = v128.sub_sat<Lane>(lag, elapsed);
      const next = v128.add_sat<Lane>(start, cells<Lane, Cell>(occupancy + c));
      v128.store(starts + l, start);
      v128.store(slack + l, next);
      most = v128.max<Lane>(most, next);
      if (n > 0) {
        const isLate = v128.eq<Lane>(v128.max<Lane>(lag, elapsed), lag);
        const isSame = v128.eq<Lane>(cells<Lane, Cell>(lastRows + c), cells<Lane, Cell>(firstRows + c));
        v128.store(bypassed + l, v128.sub<Lane>(v128.load(bypassed + l), v128.and(isLate, isSame)));
      }
    }
    store<u32>(work.longest + n * 4, largest<Lane>(most));
    worst = v128.max<Lane>(worst, most);
    last = row;
  }
  work.before = last;
  addUp<Lane>(work, held.lanes);
  return u32(largest<Lane>(worst) == limit);
}

/** Lags of 8 bits, tables of bytes. */
export function timeBytes(columns: usize, timed: usize, from: u32, to: u32): u32 {
  return time<u8, u8>(columns, timed, from, to);
}

/** Lags of 16 bits, tables of bytes. */
export function timeWideBytes(columns: usize, timed: usize, from: u32, to: u32): u32 {
  return time<u16, u8>(columns, timed, from, to);
}

/** Lags of 16 bits, tables of 16 bits. */
export function timeHalves(columns: usize, timed: usize, from: u32, to: u32): u32 {
  return time<u16, u16>(columns, timed, from, to);
}
