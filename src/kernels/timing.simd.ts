import { Columns, rowOf } from './columns.simd';

/** What a call goes on from and adds to. Rows have a lane for each PE and spare ones. */
@unmanaged
export class Timed {
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
  if (sizeof<Lane>() == 1)
    most = v128.max<Lane>(most, v128.shuffle<u8>(most, most, 1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  return u32(v128.extract_lane<Lane>(most, 0));
}

/** W[n]: the scan is ready, and no queue is full (full: the item depth - 1 before has been popped by every PE two tics ago). */
function broadcastTic(work: Timed, n: u32, ready: u32): u32 {
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
function wait<Lane>(work: Timed, n: u32, ready: u32, stalled: u32, bytes: u32): void {
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
function widenWaits<Lane>(work: Timed, bytes: u32): void {
  const waited = work.waited;
  const blocked = work.blocked;
  for (let l: usize = 0, p: usize = 0; l < bytes; l += sizeof<Lane>(), p += 4)
    store<u32>(blocked + p, load<u32>(blocked + p) + u32(load<Lane>(waited + l)));
  memory.fill(waited, 0, bytes);
  work.room = limitOf<Lane>();
}

/** Adds the narrow counts of bypasses of a call to the wide ones, and clears them. */
function widenBypasses<Lane>(work: Timed, bytes: u32): void {
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
  const work = changetype<Timed>(timed);
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

/** The same of 64 lanes of 8 bits: four vectors, which stay in registers from item to item. */
function timeFour(columns: usize, timed: usize, from: u32, to: u32): u32 {
  const work = changetype<Timed>(timed);
  const held = changetype<Columns>(columns);
  const slack = work.slack;
  const zero = v128.splat<u8>(0);
  const depth = work.depth;
  const broadcastAt = work.broadcastAt;
  const starts = work.starts;
  const newest = work.kept - 1;
  let lag0 = v128.load(slack);
  let lag1 = v128.load(slack, 16);
  let lag2 = v128.load(slack, 32);
  let lag3 = v128.load(slack, 48);
  let waited0 = zero;
  let waited1 = zero;
  let waited2 = zero;
  let waited3 = zero;
  let bypassed0 = zero;
  let bypassed1 = zero;
  let bypassed2 = zero;
  let bypassed3 = zero;
  let worst = zero;
  let stallCycles: u32 = 0;
  let room: u32 = 0xff;
  let last: usize = held.lastRows + work.before;
  let tic: u32 = from == 0 ? 0 : load<u32>(broadcastAt + (from - 1) * 4);
  for (let n = from; n < to; n++) {
    const ready = tic + load<u32>(work.gaps + n * 4);
    const before = tic;
    tic = broadcastTic(work, n, ready);
    store<u32>(broadcastAt + n * 4, tic);
    if (tic > ready && n + 1 < work.items) {
      const stalled = tic - ready;
      stallCycles += stalled;
      const most = min<u32>(stalled, 0xff);
      if (room < most) {
        keepFour(work.waited, waited0, waited1, waited2, waited3);
        widenWaits<u8>(work, 64);
        waited0 = zero;
        waited1 = zero;
        waited2 = zero;
        waited3 = zero;
        room = 0xff;
      }
      room -= most;
      const popped = n - depth + 1;
      const behind = i32(ready - 2 - load<u32>(broadcastAt + popped * 4));
      const less = v128.splat<u8>(min<u32>(max<i32>(behind, 0), 0xff) as u8);
      const more = v128.splat<u8>((behind < 0 ? 1 : 0) as u8);
      const longest = v128.splat<u8>(most as u8);
      const at = starts + usize(popped & newest) * 64;
      waited0 = v128.add<u8>(waited0, waitOf(v128.load(at), more, less, longest));
      waited1 = v128.add<u8>(waited1, waitOf(v128.load(at, 16), more, less, longest));
      waited2 = v128.add<u8>(waited2, waitOf(v128.load(at, 32), more, less, longest));
      waited3 = v128.add<u8>(waited3, waitOf(v128.load(at, 48), more, less, longest));
    }
    const elapsed = v128.splat<u8>(min<u32>(tic - before, 0xff) as u8);
    const row = rowOf<u8>(held, load<u32>(work.columns + n * 4), n);
    const occupancy = held.occupancy + row;
    const first = held.firstRows + row;
    const at = starts + usize(n & newest) * 64;
    bypassed0 = v128.sub<u8>(bypassed0, bypass(lag0, elapsed, v128.load(last), v128.load(first)));
    bypassed1 = v128.sub<u8>(bypassed1, bypass(lag1, elapsed, v128.load(last, 16), v128.load(first, 16)));
    bypassed2 = v128.sub<u8>(bypassed2, bypass(lag2, elapsed, v128.load(last, 32), v128.load(first, 32)));
    bypassed3 = v128.sub<u8>(bypassed3, bypass(lag3, elapsed, v128.load(last, 48), v128.load(first, 48)));
    last = held.lastRows + row;
    lag0 = v128.sub_sat<u8>(lag0, elapsed);
    lag1 = v128.sub_sat<u8>(lag1, elapsed);
    lag2 = v128.sub_sat<u8>(lag2, elapsed);
    lag3 = v128.sub_sat<u8>(lag3, elapsed);
    keepFour(at, lag0, lag1, lag2, lag3);
    lag0 = v128.add_sat<u8>(lag0, v128.load(occupancy));
    lag1 = v128.add_sat<u8>(lag1, v128.load(occupancy, 16));
    lag2 = v128.add_sat<u8>(lag2, v128.load(occupancy, 32));
    lag3 = v128.add_sat<u8>(lag3, v128.load(occupancy, 48));
    const most = v128.max<u8>(v128.max<u8>(lag0, lag1), v128.max<u8>(lag2, lag3));
    store<u32>(work.longest + n * 4, largest<u8>(most));
    worst = v128.max<u8>(worst, most);
  }
  keepFour(slack, lag0, lag1, lag2, lag3);
  keepFour(work.bypassed, bypassed0, bypassed1, bypassed2, bypassed3);
  keepFour(work.waited, waited0, waited1, waited2, waited3);
  widenBypasses<u8>(work, 64);
  widenWaits<u8>(work, 64);
  work.before = last - held.lastRows;
  work.stallCycles += stallCycles;
  return u32(largest<u8>(worst) == 0xff);
}

function keepFour(at: usize, zeroth: v128, first: v128, second: v128, third: v128): void {
  v128.store(at, zeroth);
  v128.store(at, first, 16);
  v128.store(at, second, 32);
  v128.store(at, third, 48);
}

function waitOf(start: v128, more: v128, less: v128, longest: v128): v128 {
  return v128.min<u8>(v128.sub_sat<u8>(v128.add_sat<u8>(start, more), less), longest);
}

/** -1 in the lanes whose PE starts right behind the column before, in the row in which that ended. */
function bypass(lag: v128, elapsed: v128, lastRows: v128, firstRows: v128): v128 {
  return v128.and(v128.eq<u8>(v128.max<u8>(lag, elapsed), lag), v128.eq<u8>(lastRows, firstRows));
}

/** Lags of 8 bits, tables of bytes. */
export function timeBytes(columns: usize, timed: usize, from: u32, to: u32): u32 {
  if (changetype<Columns>(columns).lanes == 64) return timeFour(columns, timed, from, to);
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
