import { Columns } from '../columns.simd';
import { cells, firstKept, largest, Timing, timeBytes, timeHalves, timeWideBytes } from './timing.simd';
import { Moved, readHalves, readWords } from './traffic.simd';

/** Products with the same weights, one behind the other, each from empty queues on, and what they take together. */
@unmanaged
class Products {
  /** Columns of the items of all products, and where those of each product end. */
  columns: usize;
  ends: usize;
  /** Inputs of a product; an item with this column is the bias. */
  inputs: u32;
  /** What one product works with. */
  held: usize;
  timed: usize;
  moved: usize;
  /** Bytes of a lane of lags, of a cell of the tables, and of a pointer. */
  laneBytes: u32;
  cellBytes: u32;
  pointerBytes: u32;
  /** A row of lanes for the PEs whose last entry is found. */
  seen: usize;
  /** Sums of each PE over the products, 32 bits a lane: entries, columns with entries, line reads, empty columns behind the end. */
  entries: usize;
  filled: usize;
  lineReads: usize;
  behind: usize;
  /** Sums in double precision: cycles, scan cycles, stall cycles. */
  totals: usize;
}

/** Narrow sums of the timing hold so many items. */
const AT_ONCE: u32 = 255;
/** A layer never takes less, and a write shows so many states behind its entry (eie-timing sections 5 and 6). */
const LEAST_CYCLES: u32 = 9;
const WRITE_STATES: u32 = 5;

/** Tics between items of a product if none stalls: a row of PEs that does not end in a hit costs a tic more. Returns the gap that one more item would have. */
function scanItems(work: Products, columns: usize, items: u32, pes: u32, gaps: usize): u32 {
  const inputs = work.inputs;
  let item: u32 = 0;
  let misses: u32 = 1;
  let cycles: u32 = 1;
  for (let base: u32 = 0; base < inputs; base += pes) {
    const end = min(base + pes, inputs);
    let next = base;
    while (item < items) {
      const column = load<u32>(columns + usize(item) * 4);
      if (column >= end) break;
      store<u32>(gaps + usize(item) * 4, 1 + misses);
      misses = 0;
      next = column + 1;
      item++;
    }
    if (next != base + pes) {
      misses++;
      cycles++;
    }
  }
  const toEnd = 1 + misses;
  if (item < items) store<u32>(gaps + usize(item) * 4, toEnd);
  store<f64>(work.totals, load<f64>(work.totals, 8) + f64(cycles + items), 8);
  return toEnd;
}

/** Returns whether a lag left the lanes. */
function timeItems(work: Products, items: u32): bool {
  const timed = changetype<Timing>(work.timed);
  memory.fill(timed.slack, 0, usize(changetype<Columns>(work.held).lanes * work.laneBytes));
  timed.items = items;
  timed.before = 0;
  timed.stallCycles = 0;
  for (let from: u32 = 0; from < items; from += AT_ONCE) {
    const to = min(from + AT_ONCE, items);
    let isLost: u32;
    if (work.laneBytes == 1) isLost = timeBytes(work.held, work.timed, from, to);
    else if (work.cellBytes == 1) isLost = timeWideBytes(work.held, work.timed, from, to);
    else isLost = timeHalves(work.held, work.timed, from, to);
    if (isLost) return true;
  }
  return false;
}

function broadcastAt(timed: Timing, n: u32): u32 {
  return load<u32>(timed.broadcastAt + usize(n) * 4);
}

/** Where the lags of item n lie. */
function lagsOf(timed: Timing, n: u32, bytes: u32): usize {
  return timed.starts + usize(n & (timed.kept - 1)) * bytes;
}

/** The state in which the last entry of all is processed: the last item of which a PE holds something; 0 where there is none. */
function lastEntryState<Lane, Cell>(work: Products): u32 {
  const timed = changetype<Timing>(work.timed);
  const held = changetype<Columns>(work.held);
  const bytes = held.lanes * sizeof<Lane>();
  const none = v128.splat<Lane>((sizeof<Cell>() == 1 ? 0xfe : 0xfffe) as Lane);
  const nothing = v128.splat<Lane>(0);
  const oldest = firstKept(timed);
  const seen = work.seen;
  memory.fill(seen, 0, bytes);
  let last: u32 = 0;
  for (let n = timed.items; n > oldest; n--) {
    const row = usize(load<u32>(timed.columns + usize(n - 1) * 4)) * held.lanes * sizeof<Cell>();
    const lags = lagsOf(timed, n - 1, bytes);
    let most = nothing;
    let isOpen = false;
    for (let l: u32 = 0, c: u32 = 0; l < bytes; l += 16, c += (16 * sizeof<Cell>()) / sizeof<Lane>()) {
      const occupancy = cells<Lane, Cell>(held.occupancy + row + c);
      const isEmpty = v128.eq<Lane>(cells<Lane, Cell>(held.lastRows + row + c), none);
      const before = v128.load(seen + l);
      const isLast = v128.not(v128.or(isEmpty, before));
      most = v128.max<Lane>(most, v128.and(v128.add<Lane>(v128.load(lags + l), occupancy), isLast));
      // spare lanes hold nothing of any column, not even a cycle
      const now = v128.or(v128.or(before, isLast), v128.eq<Lane>(occupancy, nothing));
      v128.store(seen + l, now);
      if (!v128.all_true<Lane>(now)) isOpen = true;
    }
    const longest = largest<Lane>(most);
    if (longest > 0) last = max(last, broadcastAt(timed, n - 1) + longest);
    if (!isOpen) break;
  }
  return last;
}

/** Adds the wait for the last item: the queue of a PE is full until it starts the item depth - 1 before. */
function waitForLast<Lane>(work: Products, cycles: u32, pes: u32, bytes: u32): void {
  const timed = changetype<Timing>(work.timed);
  const n = timed.items - 1;
  if (timed.items == 0 || n + 1 < timed.depth) return;
  const first = i32((n == 0 ? 0 : broadcastAt(timed, n - 1)) + load<u32>(timed.gaps + usize(n) * 4)) - 1;
  const last = min(i32(broadcastAt(timed, n)) - 2, i32(cycles));
  if (last < first) return;
  const popped = n + 1 - timed.depth;
  const start = i32(broadcastAt(timed, popped)) + 1 - first;
  const lags = lagsOf(timed, popped, bytes);
  const longest = last - first + 1;
  for (let p: usize = 0; p < pes; p++) {
    const full = min(start + i32(load<Lane>(lags + p * sizeof<Lane>())), longest);
    if (full > 0) store<u32>(timed.blocked + p * 4, load<u32>(timed.blocked + p * 4) + full);
  }
  timed.stallCycles += longest;
}

/** Adds the empty columns that PEs start behind the end. */
function passEnd<Lane>(work: Products, cycles: u32, pes: u32, bytes: u32): void {
  const timed = changetype<Timing>(work.timed);
  const oldest = firstKept(timed);
  let isBehind = true;
  for (let n = timed.items; n > oldest && isBehind; n--) {
    isBehind = false;
    const mostLag = i32(cycles) - i32(broadcastAt(timed, n - 1)) - 1;
    const lags = lagsOf(timed, n - 1, bytes);
    for (let p: usize = 0; p < pes; p++) {
      if (i32(load<Lane>(lags + p * sizeof<Lane>())) <= mostLag) continue;
      store<u32>(work.behind + p * 4, load<u32>(work.behind + p * 4) + 1);
      isBehind = true;
    }
  }
}

/** End of the layer (eie-timing section 8), and what it decides; `empty`: state in which the row behind the last activations is loaded. Returns the cycles. */
function endItems<Lane, Cell>(work: Products, empty: u32): u32 {
  const held = changetype<Columns>(work.held);
  const bytes = held.lanes * sizeof<Lane>();
  const last = lastEntryState<Lane, Cell>(work);
  const written = last == 0 ? 0 : last + WRITE_STATES + 1;
  const cycles = max(max(LEAST_CYCLES, empty), written);
  waitForLast<Lane>(work, cycles, held.pes, bytes);
  passEnd<Lane>(work, cycles, held.pes, bytes);
  return cycles;
}

/** Adds a row of sums, a pointer wide, to the wide one. */
function widen<Pointer>(row: usize, sums: usize, lanes: u32): void {
  for (let l: usize = 0, s: usize = 0; s < lanes * 4; l += 4 * sizeof<Pointer>(), s += 16) {
    const four = sizeof<Pointer>() == 2 ? v128.load_ext<u16>(row + l) : v128.load(row + l);
    v128.store(sums + s, i32x4.add(v128.load(sums + s), four));
  }
}

/** Adds entries, columns with entries and line reads of a product. */
function readItems<Pointer>(work: Products, columns: usize, items: u32): void {
  const moved = changetype<Moved>(work.moved);
  const lanes = moved.lanes;
  const row = usize(lanes) * sizeof<Pointer>();
  memory.fill(moved.entries, 0, row);
  memory.fill(moved.filled, 0, row);
  memory.fill(moved.lineReads, 0, row);
  // no line is held
  memory.fill(moved.held, moved.isPlain ? 0 : 0xff, row);
  moved.columns = columns;
  if (sizeof<Pointer>() == 2) readHalves(work.moved, 0, items);
  else readWords(work.moved, 0, items);
  widen<Pointer>(moved.entries, work.entries, lanes);
  widen<Pointer>(moved.filled, work.filled, lanes);
  widen<Pointer>(moved.lineReads, work.lineReads, lanes);
}

/**
 * Adds products [from, to): scan, timing, end, waits, bypasses and line reads of each. Returns whether a lag left the lanes: what was added is then worth nothing.
 */
export function countProducts(products: usize, from: u32, to: u32): u32 {
  const work = changetype<Products>(products);
  const timed = changetype<Timing>(work.timed);
  const held = changetype<Columns>(work.held);
  let first: u32 = from == 0 ? 0 : load<u32>(work.ends + usize(from - 1) * 4);
  for (let k = from; k < to; k++) {
    const end = load<u32>(work.ends + usize(k) * 4);
    const items = end - first;
    const columns = work.columns + usize(first) * 4;
    const toEnd = scanItems(work, columns, items, held.pes, timed.gaps);
    timed.columns = columns;
    if (timeItems(work, items)) return 1;
    const hasBias = items > 0 && load<u32>(columns + usize(items - 1) * 4) >= work.inputs;
    const activations = items - u32(hasBias);
    const empty = (activations == 0 ? 0 : broadcastAt(timed, activations - 1)) + toEnd - 1;
    let cycles: u32;
    if (work.laneBytes == 1) cycles = endItems<u8, u8>(work, empty);
    else if (work.cellBytes == 1) cycles = endItems<u16, u8>(work, empty);
    else cycles = endItems<u16, u16>(work, empty);
    store<f64>(work.totals, load<f64>(work.totals) + f64(cycles));
    store<f64>(work.totals, load<f64>(work.totals, 16) + f64(timed.stallCycles), 16);
    if (work.pointerBytes == 2) readItems<u16>(work, columns, items);
    else readItems<u32>(work, columns, items);
    first = end;
  }
  return 0;
}
