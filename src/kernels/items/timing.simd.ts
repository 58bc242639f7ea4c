import { Columns, rowOf } from '../columns.simd';

/** What a call goes on from and adds to. Rows have a lane for each PE and spare ones. */
@unmanaged
export class Timing {
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
  /** Sums in narrow lanes, which are added to the wide ones in time. */
  bypassed: usize;
  waited: usize;
  bypasses: usize;
  blocked: usize;
  /** What the narrow sums of waits have room for. */
  room: u32;
  stallCycles: u32;
  /** 848 bytes for a block of items, and a word for each of them and of `depth` before it. */
  scratch: usize;
}

/** The largest number of a lane. */
function limitOf<Lane>(): u32 {
  return sizeof<Lane>() == 1 ? 0xff : 0xffff;
}

/** Cells of a table in lanes that may be wider. */
export function cells<Lane, Cell>(at: usize): v128 {
  if (sizeof<Cell>() < sizeof<Lane>()) return v128.load_ext<Cell>(at);
  return v128.load(at);
}

export function largest<Lane>(lanes: v128): u32 {
  let most = lanes;
  most = v128.max<Lane>(most, v128.shuffle<u8>(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  most = v128.max<Lane>(most, v128.shuffle<u8>(most, most, 4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15));
  most = v128.max<Lane>(most, v128.shuffle<u8>(most, most, 2, 3, 0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  if (sizeof<Lane>() == 1) most = v128.max<Lane>(most, i16x8.shr_u(most, 8));
  return u32(v128.extract_lane<Lane>(most, 0));
}

/** W[n]: the scan is ready, and no queue is full (full: the item depth - 1 before has been popped by every PE two tics ago). */
function broadcastTic(work: Timing, n: u32, ready: u32): u32 {
  let tic = ready;
  if (n >= work.depth - 1) tic = max(tic, load<u32>(work.broadcastAt + (n - work.depth + 1) * 4) + 2);
  if (n >= work.depth)
    tic = max(
      tic,
      load<u32>(work.broadcastAt + (n - work.depth) * 4) + load<u32>(work.longest + (n - work.depth) * 4) + 2,
    );
  return tic;
}

/** Adds the waits for item n, which comes `stalled` tics after the scan was ready: the queue of a PE is full until it starts the item depth - 1 before. */
function wait<Lane>(work: Timing, n: u32, ready: u32, stalled: u32, bytes: u32): void {
  const popped = n - work.depth + 1;
  const behind = i32(ready - 2 - load<u32>(work.broadcastAt + popped * 4));
  const limit = limitOf<Lane>();
  const most = min<u32>(stalled, limit);
  if (work.room < most) widenWaits<Lane>(work, bytes);
  work.room -= most;
  const less = v128.splat<Lane>(min<u32>(max<i32>(behind, 0), limit) as Lane);
  const more = v128.splat<Lane>((behind < 0 ? 1 : 0) as Lane);
  const longest = v128.splat<Lane>(most as Lane);
  const starts = work.starts + usize(popped & (work.kept - 1)) * bytes;
  const waited = work.waited;
  for (let l: u32 = 0; l < bytes; l += 16) {
    const lag = v128.sub_sat<Lane>(v128.add_sat<Lane>(v128.load(starts + l), more), less);
    const full = v128.min<Lane>(lag, longest);
    v128.store(waited + l, v128.add<Lane>(v128.load(waited + l), full));
  }
}

/** Adds the narrow sums of waits to the wide ones before they overflow, and clears them. */
function widenWaits<Lane>(work: Timing, bytes: u32): void {
  const waited = work.waited;
  const blocked = work.blocked;
  for (let l: usize = 0, p: usize = 0; l < bytes; l += sizeof<Lane>(), p += 4)
    store<u32>(blocked + p, load<u32>(blocked + p) + u32(load<Lane>(waited + l)));
  memory.fill(waited, 0, bytes);
  work.room = limitOf<Lane>();
}

/** Adds the narrow counts of bypasses of a call to the wide ones, and clears them. */
function widenBypasses<Lane>(work: Timing, bytes: u32): void {
  const bypassed = work.bypassed;
  const bypasses = work.bypasses;
  for (let l: usize = 0, p: usize = 0; l < bytes; l += sizeof<Lane>(), p += 4)
    store<u32>(bypasses + p, load<u32>(bypasses + p) + u32(load<Lane>(bypassed + l)));
  memory.fill(bypassed, 0, bytes);
}

/**
 * The max-plus recurrence of items [from, to), at most 255 of them, with the waits (the last item's apart, whose end the caller knows) and the bypasses.
 * Returns whether a lag left the lanes: what was found is then worth nothing.
 */
function time<Lane, Cell>(columns: usize, timed: usize, from: u32, to: u32): u32 {
  const work = changetype<Timing>(timed);
  const held = changetype<Columns>(columns);
  const bytes = held.lanes * sizeof<Lane>();
  const limit = limitOf<Lane>();
  let worst = v128.splat<Lane>(0);
  let last = work.before;
  let tic: u32 = from == 0 ? 0 : load<u32>(work.broadcastAt + (from - 1) * 4);
  for (let n = from; n < to; n++) {
    const ready = tic + load<u32>(work.gaps + n * 4);
    const before = tic;
    tic = broadcastTic(work, n, ready);
    store<u32>(work.broadcastAt + n * 4, tic);
    if (tic > ready && n + 1 < work.items) {
      work.stallCycles += tic - ready;
      wait<Lane>(work, n, ready, tic - ready, bytes);
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
  widenBypasses<Lane>(work, bytes);
  if (to == work.items) widenWaits<Lane>(work, bytes);
  return u32(largest<Lane>(worst) == limit);
}

/** Items that are timed before their waits and bypasses are counted: what those need of an item stays in the first-level cache. */
const BLOCK: u32 = 64;
/** Longer queues go without words before the first item. */
const MOST_BACK: u32 = 1024;
/** Items beyond the queue's depth that may be in the pipelines when the last activation row has been scanned. */
const IN_PIPELINES: u32 = 9;

/**
 * What is known of the items of a block, at `scratch`: a word each for the gap, where their cells of occupancy lie, and W[n]; a byte for what is taken off a lag and leaves the
 * wait for it; the largest lags of all; and a word for when queues have room because of an item, of `depth` items before the block and of those in it.
 */
const CELLS: usize = 4 * BLOCK;
const TICS: usize = CELLS + 4 * BLOCK;
const LESS: usize = TICS + 4 * BLOCK;
const WORST: usize = LESS + BLOCK;
const ROOM: usize = WORST + 16;

/**
 * The same of 64 lanes of 8 bits with tables, and queues of 3 to MOST_BACK positions, in blocks: first the lags, then the waits and bypasses, so that either stays in registers.
 * Before the first of `broadcastAt` and of `longest` stand `depth` words of -2 and of 0: no item was there. Until the last item `starts` has lags and 1, or 0 where a PE
 * was done with the item before and waited.
 */
function timeFour(columns: usize, timed: usize, from: u32, to: u32): u32 {
  const work = changetype<Timing>(timed);
  const held = changetype<Columns>(columns);
  const newest = work.kept - 1;
  if (from == 0) memory.fill(work.starts + usize(work.kept - work.depth) * 64, 0, usize(work.depth) * 64);
  let worst = v128.splat<u8>(0);
  for (let n = from; n < to; ) {
    const end = lagsOf(held.occupancy, work, n, min(min(n + BLOCK, to), (n | newest) + 1));
    worst = v128.max<u8>(worst, v128.load(work.scratch, WORST));
    countBypasses(held, work, n, end);
    countWaits(work, n, end);
    n = end;
  }
  widen(work.bypassed, work.bypasses);
  widen(work.waited, work.blocked);
  if (to == work.items) settleLags(work);
  return u32(largest<u8>(worst) == 0xff);
}

/** Copies words, and up to three behind them. */
function copyWords(from: usize, count: u32, to: usize): void {
  for (const end = from + usize(count) * 4; from < end; from += 16, to += 16) v128.store(to, v128.load(from));
}

/**
 * Times items from `from` on, not beyond `to`, and no further than their waits fit 8 bits; returns where it stopped. `longest` gets when queues have room because of an item: two
 * tics after all PEs are done with it and after the next one is sent.
 */
function lagsOf(occupancies: usize, work: Timing, from: u32, to: u32): u32 {
  const scratch = work.scratch;
  const depth = work.depth;
  const first = usize(from) * 4;
  const broadcast = work.broadcastAt + first;
  copyWords(work.gaps + first, to - from, scratch);
  copyWords(work.longest + first - usize(depth) * 4, depth, scratch + ROOM);
  const bases = i32x4.splat(occupancies);
  for (let at: usize = 0; at < usize(to - from) * 4; at += 16)
    v128.store(scratch + at, i32x4.add(i32x4.shl(v128.load(work.columns + first + at), 6), bases), CELLS);
  const slack = work.slack;
  const one = v128.splat<u8>(1);
  let lag0 = v128.load(slack);
  let lag1 = v128.load(slack, 16);
  let lag2 = v128.load(slack, 32);
  let lag3 = v128.load(slack, 48);
  let worst = v128.splat<u8>(0);
  let stalled: u32 = 0;
  let starts = work.starts + usize(from & (work.kept - 1)) * 64;
  let item = scratch;
  let own = scratch + usize(depth) * 4;
  let before: u32 = from == 0 ? 0 : load<u32>(broadcast - 4);
  let done = load<u32>(own, ROOM - 4);
  for (const end = scratch + usize(to - from) * 4; item < end; item += 4) {
    const ready = before + load<u32>(item);
    // no queue is full: the item depth - 1 before has been popped by every PE two tics ago
    const tic = max(ready, load<u32>(item, ROOM));
    const all = stalled + tic - ready;
    if (all > 0xff && item != scratch) break;
    stalled = all;
    store<u32>(item, tic, TICS);
    store<u32>(own, max(done, tic + 2), ROOM - 4);
    const elapsed = v128.splat<u8>(min<u32>(tic - before - 1, 0xff) as u8);
    before = tic;
    lag0 = v128.sub_sat<u8>(lag0, elapsed);
    lag1 = v128.sub_sat<u8>(lag1, elapsed);
    lag2 = v128.sub_sat<u8>(lag2, elapsed);
    lag3 = v128.sub_sat<u8>(lag3, elapsed);
    v128.store(starts, lag0);
    v128.store(starts, lag1, 16);
    v128.store(starts, lag2, 32);
    v128.store(starts, lag3, 48);
    const occupancy = load<u32>(item, CELLS);
    lag0 = v128.add_sat<u8>(v128.sub_sat<u8>(lag0, one), v128.load(occupancy));
    lag1 = v128.add_sat<u8>(v128.sub_sat<u8>(lag1, one), v128.load(occupancy, 16));
    lag2 = v128.add_sat<u8>(v128.sub_sat<u8>(lag2, one), v128.load(occupancy, 32));
    lag3 = v128.add_sat<u8>(v128.sub_sat<u8>(lag3, one), v128.load(occupancy, 48));
    const largestLags = v128.max<u8>(v128.max<u8>(lag0, lag1), v128.max<u8>(lag2, lag3));
    worst = v128.max<u8>(worst, largestLags);
    done = tic + largest<u8>(largestLags) + 2;
    own += 4;
    starts += 64;
  }
  store<u32>(own, done, ROOM - 4);
  v128.store(slack, lag0);
  v128.store(slack, lag1, 16);
  v128.store(slack, lag2, 32);
  v128.store(slack, lag3, 48);
  v128.store(scratch, worst, WORST);
  const count = u32(item - scratch) >>> 2;
  copyWords(scratch + TICS, count, broadcast);
  copyWords(scratch + ROOM + usize(depth) * 4 - 4, count + 1, work.longest + first - 4);
  // the queue of a PE is full until it starts the item depth - 1 before, which no wait outlasts
  for (let at: usize = 0; at < count; at += 16) {
    const less = i16x8.narrow_i32x4_s(
      fullSince(work, scratch, first, at * 4),
      fullSince(work, scratch, first, at * 4 + 16),
    );
    const others = i16x8.narrow_i32x4_s(
      fullSince(work, scratch, first, at * 4 + 32),
      fullSince(work, scratch, first, at * 4 + 48),
    );
    v128.store(scratch + at, i8x16.narrow_i16x8_u(less, others), LESS);
  }
  const behind = from + count;
  if (behind == work.items) {
    // whose wait the end of the layer decides
    const last = behind == 1 ? 0 : load<u32>(broadcast + usize(count) * 4 - 8);
    stalled -= before - last - load<u32>(item - 4);
    store<u8>(scratch + count - 1, 0xff, LESS);
  }
  work.stallCycles += stalled;
  return behind;
}

/** Of four items: tics between the pop of the item depth - 1 before, did it not lag, and when they are ready to be sent; and 1. */
function fullSince(work: Timing, scratch: usize, first: usize, at: usize): v128 {
  const before = v128.load(work.broadcastAt + first + at - 4);
  const popped = v128.load(work.broadcastAt + first + at + 4 - usize(work.depth) * 4);
  return i32x4.sub(i32x4.add(i32x4.sub(before, popped), v128.load(scratch + at)), i32x4.splat(1));
}

/** Adds the bypasses of a block. */
function countBypasses(held: Columns, work: Timing, from: u32, to: u32): void {
  const toFirstRows = held.firstRows - held.occupancy;
  const toLastRows = held.lastRows - held.occupancy;
  const zero = v128.splat<u8>(0);
  let bypassed0 = zero;
  let bypassed1 = zero;
  let bypassed2 = zero;
  let bypassed3 = zero;
  let last = held.lastRows + work.before;
  let lags = work.starts + usize(from & (work.kept - 1)) * 64;
  let item = work.scratch;
  for (const end = item + usize(to - from) * 4; item < end; item += 4, lags += 64) {
    const cells = load<u32>(item, CELLS);
    const first = cells + toFirstRows;
    bypassed0 = v128.sub<u8>(bypassed0, bypass(v128.load(lags), v128.load(last), v128.load(first)));
    bypassed1 = v128.sub<u8>(bypassed1, bypass(v128.load(lags, 16), v128.load(last, 16), v128.load(first, 16)));
    bypassed2 = v128.sub<u8>(bypassed2, bypass(v128.load(lags, 32), v128.load(last, 32), v128.load(first, 32)));
    bypassed3 = v128.sub<u8>(bypassed3, bypass(v128.load(lags, 48), v128.load(last, 48), v128.load(first, 48)));
    last = cells + toLastRows;
  }
  work.before = last - held.lastRows;
  addPair(work.bypassed, bypassed0, bypassed1);
  addPair(work.bypassed + 64, bypassed2, bypassed3);
}

/** Adds the waits of a block. */
function countWaits(work: Timing, from: u32, to: u32): void {
  const starts = work.starts;
  const newest = work.kept - 1;
  let waited0 = v128.splat<u8>(0);
  let waited1 = waited0;
  let waited2 = waited0;
  let waited3 = waited0;
  let item = work.scratch;
  let popped = from + 1 - work.depth;
  for (const end = item + usize(to - from); item < end; item++, popped++) {
    const less = v128.load_splat<u8>(item, LESS);
    const lags = starts + usize(popped & newest) * 64;
    waited0 = v128.add<u8>(waited0, v128.sub_sat<u8>(v128.load(lags), less));
    waited1 = v128.add<u8>(waited1, v128.sub_sat<u8>(v128.load(lags, 16), less));
    waited2 = v128.add<u8>(waited2, v128.sub_sat<u8>(v128.load(lags, 32), less));
    waited3 = v128.add<u8>(waited3, v128.sub_sat<u8>(v128.load(lags, 48), less));
  }
  addPair(work.waited, waited0, waited1);
  addPair(work.waited + 64, waited2, waited3);
}

/** The first item that can be on its way when the layer ends. */
export function firstKept(timed: Timing): u32 {
  const kept = timed.depth + IN_PIPELINES;
  return timed.items > kept ? timed.items - kept : 0;
}

/** Brings the last items' rows to lags. */
function settleLags(work: Timing): void {
  const one = v128.splat<u8>(1);
  for (let n = firstKept(work); n < work.items; n++) {
    const at = work.starts + usize(n & (work.kept - 1)) * 64;
    for (let l: usize = 0; l < 64; l += 16) v128.store(at + l, v128.sub_sat<u8>(v128.load(at + l), one));
  }
}

/** Adds 32 lanes of 8 bits to as many of 16. */
function addPair(at: usize, zeroth: v128, first: v128): void {
  v128.store(at, i16x8.add(v128.load(at), i16x8.extend_low_i8x16_u(zeroth)));
  v128.store(at, i16x8.add(v128.load(at, 16), i16x8.extend_high_i8x16_u(zeroth)), 16);
  v128.store(at, i16x8.add(v128.load(at, 32), i16x8.extend_low_i8x16_u(first)), 32);
  v128.store(at, i16x8.add(v128.load(at, 48), i16x8.extend_high_i8x16_u(first)), 48);
}

/** Adds 64 lanes of 16 bits to as many of 32, and clears them. */
function widen(from: usize, to: usize): void {
  for (const end = from + 128; from < end; from += 16, to += 32) {
    const halves = v128.load(from);
    v128.store(to, i32x4.add(v128.load(to), i32x4.extend_low_i16x8_u(halves)));
    v128.store(to, i32x4.add(v128.load(to, 16), i32x4.extend_high_i16x8_u(halves)), 16);
    v128.store(from, v128.splat<u8>(0));
  }
}

/** -1 in the lanes whose PE starts right behind the column before, in the row in which that ended. */
function bypass(lag: v128, lastRows: v128, firstRows: v128): v128 {
  return v128.andnot(v128.eq<u8>(lastRows, firstRows), v128.eq<u8>(lag, v128.splat<u8>(0)));
}

/** Lags of 8 bits, tables of bytes. */
export function timeBytes(columns: usize, timed: usize, from: u32, to: u32): u32 {
  const held = changetype<Columns>(columns);
  const depth = changetype<Timing>(timed).depth;
  if (held.lanes == 64 && held.hasTables && depth > 2 && depth <= MOST_BACK) return timeFour(columns, timed, from, to);
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
