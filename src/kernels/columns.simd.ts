import { bitsFrom } from './weights/place-bits.simd';

/**
 * What each PE holds of a column, counted from the column's rows: row r lies on PE r mod pes. Cells are as wide as local rows need.
 * NO_FIRST and NO_LAST stand for "no such row"; they differ, so that a missing row never equals another.
 */
const NO_FIRST: u32 = 0xffffffff;
const NO_LAST: u32 = 0xfffffffe;

/** How places are read: rows (bits: 1) dealt one by one, or marked (bits: 3) and then looked at together. */
const ROWS: u32 = 0;
const MARKED_ROWS: u32 = 2;

/** `shift` of a number of PEs that is no power of two. */
const NO_SHIFT: u32 = 32;

/** What PEs hold of all columns. */
@unmanaged
export class Columns {
  pes: u32;
  /** Cells of a row: the PEs and spare ones. */
  lanes: u32;
  /** [column][lane]; where there are no tables two rows that take turns. */
  occupancy: usize;
  firstRows: usize;
  lastRows: usize;
  hasTables: u32;
  /** The compressed columns, which a row is counted from where there are no tables. Columns from `stored` on are empty. */
  columnStart: usize;
  places: usize;
  /** What places are (rows, or bits: that of a row of a column stands at column x rows + row), and how they are read. */
  reading: u32;
  /** Where places are marked: bytes for all rows, and behind them for as many as there are lanes, and 16; all are 0. */
  marks: usize;
  stored: u32;
  /** log2(pes), or 32 where that is no whole number. */
  shift: u32;
  indexBits: u32;
  /** Without an index every column holds all rows, or those of its block of `blockColumns` columns and `blockRows` rows; from column `columns` on all. */
  isDense: u32;
  columns: u32;
  rows: u32;
  blockColumns: u32;
  blockRows: u32;
}

/** Where the cells of a column stand behind the three bases, in bytes; `turn` tells which of the two rows is filled where there are no tables. */
export function rowOf<Cell>(all: Columns, column: u32, turn: u32): usize {
  const bytes = all.lanes * sizeof<Cell>();
  if (all.hasTables) return usize(column) * bytes;
  const at = usize(turn & 1) * bytes;
  countColumn<Cell>(all, column, all.occupancy + at, all.firstRows + at, all.lastRows + at);
  return at;
}

/** Occupancy, first and last local rows of a column on every PE; a gap of d rows takes d >> indexBits padding zeros. */
export function countColumn<Cell>(
  all: Columns,
  column: u32,
  occupancy: usize,
  firstRows: usize,
  lastRows: usize,
): void {
  if (all.isDense) {
    countDense<Cell>(all, column, occupancy, firstRows, lastRows);
  } else if (column >= all.stored) {
    clearColumn<Cell>(all, occupancy, firstRows, lastRows);
  } else if (all.pes === 1) {
    clearColumn<Cell>(all, occupancy, firstRows, lastRows);
    if (all.reading & 1) takeBits<Cell>(all, column, occupancy, firstRows, lastRows);
    else takeRows<Cell>(all, column, occupancy, firstRows, lastRows);
  } else if (all.reading >= MARKED_ROWS) {
    if (bitsLieSideBySide<Cell>(all)) {
      if ((all.rows & 15) === 0) countMarks<Cell, u16>(all, column, occupancy, firstRows, lastRows);
      else countMarks<Cell, u64>(all, column, occupancy, firstRows, lastRows);
      return;
    }
    if (all.reading === MARKED_ROWS) markRows(all, column);
    else markBits(all, column);
    countMarks<Cell, u8>(all, column, occupancy, firstRows, lastRows);
  } else {
    const zero = v128.splat<u8>(0);
    for (let at: usize = 0, end = usize(all.lanes) * sizeof<Cell>(); at < end; at += 16) {
      v128.store(occupancy + at, zero);
      v128.store(firstRows + at, v128.not(zero));
      v128.store(lastRows + at, zero);
    }
    if (all.reading === ROWS) dealRows<Cell>(all, column, occupancy, firstRows, lastRows);
    else dealBits<Cell>(all, column, occupancy, firstRows, lastRows);
    settleRow<Cell>(all, occupancy, firstRows, lastRows);
  }
}

/** Entries of a column on every PE, none where it holds nothing, where `all.occupancy` points to: what a walk over all columns needs of them. */
export function countEntries<Cell>(all: Columns, column: u32): void {
  const occupancy = all.occupancy;
  const isMarked = !all.isDense && column < all.stored && all.reading >= MARKED_ROWS;
  // no gap is as long as an index reaches: every entry is a weight
  if (isMarked && ((all.rows - 1) / all.pes) >>> all.indexBits === 0) {
    if (bitsLieSideBySide<Cell>(all)) {
      addBits(all, column);
      return;
    }
    if (all.reading === MARKED_ROWS) markRows(all, column);
    else markBits(all, column);
    addMarks<Cell>(all);
    return;
  }
  countColumn<Cell>(all, column, occupancy, all.firstRows, all.lastRows);
  const none = v128.splat<Cell>(NO_LAST as Cell);
  for (let at: usize = 0, end = usize(all.lanes) * sizeof<Cell>(); at < end; at += 16)
    v128.store(
      occupancy + at,
      v128.andnot(v128.load(occupancy + at), v128.eq<Cell>(v128.load(all.lastRows + at), none)),
    );
}

/** Whether what is to be marked are bits, and those of a vector of PEs lie side by side: they are looked at where they lie. */
function bitsLieSideBySide<Cell>(all: Columns): bool {
  return all.reading !== MARKED_ROWS && sizeof<Cell>() === 1 && (all.pes & 15) === 0;
}

/** A column that holds all rows, or those of its block, without an index. */
function countDense<Cell>(all: Columns, column: u32, occupancy: usize, firstRows: usize, lastRows: usize): void {
  clearColumn<Cell>(all, occupancy, firstRows, lastRows);
  if (column >= all.stored) return;
  const pes = all.pes;
  const block = column / all.blockColumns;
  const from: u32 = column >= all.columns ? 0 : block * all.blockRows;
  const to = column >= all.columns ? all.rows : from + all.blockRows;
  for (let p: u32 = 0; p < pes; p++) {
    const first = from > p ? (from - p + pes - 1) / pes : 0;
    const behind = to > p ? (to - p + pes - 1) / pes : 0;
    if (behind == first) continue;
    store<Cell>(occupancy + p * sizeof<Cell>(), (behind - first) as Cell);
    store<Cell>(firstRows + p * sizeof<Cell>(), first as Cell);
    store<Cell>(lastRows + p * sizeof<Cell>(), (behind - 1) as Cell);
  }
}

/** A column that holds nothing. */
function clearColumn<Cell>(all: Columns, occupancy: usize, firstRows: usize, lastRows: usize): void {
  const lanes = all.lanes;
  const zero = v128.splat<Cell>(0);
  for (let lane: u32 = 0; lane < lanes; lane += 16 / sizeof<Cell>())
    settle<Cell>(all.pes, all.indexBits, lane, zero, v128.not(zero), zero, occupancy, firstRows, lastRows);
}

/**
 * Cells of a vector of PEs from `lane` on, of what was found there: entries, the least local row (all ones: none), and the last one and 1 (0: none). Spare lanes hold
 * nothing.
 */
function settle<Cell>(
  pes: u32,
  indexBits: u32,
  lane: u32,
  entries: v128,
  first: v128,
  next: v128,
  occupancy: usize,
  firstRows: usize,
  lastRows: usize,
): void {
  const zero = v128.splat<Cell>(0);
  const isEmpty = v128.eq<Cell>(next, zero);
  const isPadded = v128.ne<Cell>(shifted<Cell>(first, indexBits), zero);
  const at = usize(lane) * sizeof<Cell>();
  v128.store(occupancy + at, v128.sub<Cell>(entries, isEmpty));
  v128.store(firstRows + at, v128.or(first, isPadded));
  v128.store(lastRows + at, v128.add<Cell>(v128.sub<Cell>(next, v128.splat<Cell>(1)), isEmpty));
  for (let p = max(pes, lane), end = lane + 16 / sizeof<Cell>(); p < end; p++) {
    store<Cell>(occupancy + usize(p) * sizeof<Cell>(), 0);
    store<Cell>(firstRows + usize(p) * sizeof<Cell>(), NO_FIRST as Cell);
    store<Cell>(lastRows + usize(p) * sizeof<Cell>(), NO_LAST as Cell);
  }
}

/** What is kept of cells that are shifted as halves: what comes into a byte from its neighbour is cut off. */
function keptBits<Cell>(indexBits: u32): v128 {
  const all: u32 = 0xffff >>> (16 - 8 * sizeof<Cell>());
  return v128.splat<Cell>((indexBits < 8 * sizeof<Cell>() ? all >>> indexBits : 0) as Cell);
}

function shifted<Cell>(cells: v128, indexBits: u32): v128 {
  return v128.and(i16x8.shr_u(cells, indexBits), keptBits<Cell>(indexBits));
}

/** The same of all PEs that rows were dealt to. */
function settleRow<Cell>(all: Columns, entries: usize, first: usize, next: usize): void {
  for (let lane: u32 = 0; lane < all.lanes; lane += 16 / sizeof<Cell>()) {
    const at = usize(lane) * sizeof<Cell>();
    const found = v128.load(entries + at);
    settle<Cell>(
      all.pes,
      all.indexBits,
      lane,
      found,
      v128.load(first + at),
      v128.load(next + at),
      entries,
      first,
      next,
    );
  }
}

/** Deals a row behind those of the column that were there before it: without a branch, as none could be foretold. */
function dealRow<Cell>(
  row: u32,
  pes: u32,
  shift: u32,
  indexBits: u32,
  entries: usize,
  first: usize,
  next: usize,
): void {
  const local = shift == NO_SHIFT ? row / pes : row >>> shift;
  const lane: usize = (shift == NO_SHIFT ? row - local * pes : row & (pes - 1)) * sizeof<Cell>();
  const gap = local - u32(load<Cell>(next + lane));
  store<Cell>(entries + lane, (u32(load<Cell>(entries + lane)) + (gap >>> indexBits) + 1) as Cell);
  store<Cell>(first + lane, min<u32>(u32(load<Cell>(first + lane)), local) as Cell);
  store<Cell>(next + lane, (local + 1) as Cell);
}

function dealRows<Cell>(all: Columns, column: u32, entries: usize, first: usize, next: usize): void {
  const starts = all.columnStart + usize(column) * 4;
  const end = all.places + usize(load<u32>(starts, 4)) * 4;
  const pes = all.pes;
  const shift = all.shift;
  const indexBits = all.indexBits;
  for (let at = all.places + usize(load<u32>(starts)) * 4; at < end; at += 4)
    dealRow<Cell>(load<u32>(at), pes, shift, indexBits, entries, first, next);
}

function dealBits<Cell>(all: Columns, column: u32, entries: usize, first: usize, next: usize): void {
  const base = column * all.rows;
  const end = base + all.rows;
  const pes = all.pes;
  const shift = all.shift;
  const indexBits = all.indexBits;
  for (let position = base; position < end; ) {
    let word = bitsFrom(all.places, position, end);
    const behind = (position | 63) + 1;
    for (const before = position - base; word !== 0; word &= word - 1)
      dealRow<Cell>(before + <u32>ctz(word), pes, shift, indexBits, entries, first, next);
    position = behind;
  }
}

/** Cells of a column of one PE: its entries, and their first and last row; `entries` are some. */
function putOne<Cell>(
  all: Columns,
  entries: u32,
  first: u32,
  last: u32,
  occupancy: usize,
  firstRows: usize,
  lastRows: usize,
): void {
  store<Cell>(occupancy, entries as Cell);
  store<Cell>(firstRows, (first >>> all.indexBits ? NO_FIRST : first) as Cell);
  store<Cell>(lastRows, last as Cell);
}

/** The rows of a column of one PE: nothing is to be told apart. */
function takeRows<Cell>(all: Columns, column: u32, occupancy: usize, firstRows: usize, lastRows: usize): void {
  const starts = all.columnStart + usize(column) * 4;
  const from = all.places + usize(load<u32>(starts)) * 4;
  const end = all.places + usize(load<u32>(starts, 4)) * 4;
  if (from === end) return;
  const indexBits = all.indexBits;
  let entries = u32(end - from) >>> 2;
  let next: u32 = 0;
  for (let at = from; at < end; at += 4) {
    const row = load<u32>(at);
    entries += (row - next) >>> indexBits;
    next = row + 1;
  }
  putOne<Cell>(all, entries, load<u32>(from), next - 1, occupancy, firstRows, lastRows);
}

/** The same of bits, 64 at a time: of those behind a gap that takes padding zeros alone is told how long it is. */
function takeBits<Cell>(all: Columns, column: u32, occupancy: usize, firstRows: usize, lastRows: usize): void {
  const base = column * all.rows;
  const end = base + all.rows;
  const indexBits = all.indexBits;
  const reach = min<u32>(indexBits, 6);
  let entries: u32 = 0;
  let first = NO_FIRST;
  let next: u32 = 0;
  for (let position = base; position < end; position = (position | 63) + 1) {
    const word = bitsFrom(all.places, position, end);
    if (word === 0) continue;
    const before = position - base;
    if (first === NO_FIRST) first = before + u32(ctz(word));
    // what lies within 2^indexBits rows behind another weight
    let near = word << 1;
    for (let step: u32 = 0; step < reach; step++) near |= near << (1 << step);
    const lastGap = before - next;
    let gaps = word & ~near;
    // the first of them lies behind the words before
    if (lastGap + u32(ctz(word)) < u32(1) << indexBits) gaps &= gaps - 1;
    for (; gaps !== 0; gaps &= gaps - 1) {
      const at = ctz(gaps);
      const below = word & ((u64(1) << at) - 1);
      const gap = below === 0 ? lastGap + u32(at) : u32(at) - 64 + u32(clz(below));
      entries += gap >>> indexBits;
    }
    entries += u32(popcnt(word));
    next = before + 64 - u32(clz(word));
  }
  if (next > 0) putOne<Cell>(all, entries, first, next - 1, occupancy, firstRows, lastRows);
}

/** All ones in the byte of each row of a column. */
function markRows(all: Columns, column: u32): void {
  const starts = all.columnStart + usize(column) * 4;
  const end = all.places + usize(load<u32>(starts, 4)) * 4;
  const marks = all.marks;
  let at = all.places + usize(load<u32>(starts)) * 4;
  for (; at + 16 <= end; at += 16) {
    store<u8>(marks + load<u32>(at), 0xff);
    store<u8>(marks + load<u32>(at, 4), 0xff);
    store<u8>(marks + load<u32>(at, 8), 0xff);
    store<u8>(marks + load<u32>(at, 12), 0xff);
  }
  for (; at < end; at += 4) store<u8>(marks + load<u32>(at), 0xff);
}

/** Marks of 16 rows of a column from `row` on, of their bits; rows behind the last have none. */
function marksOfBits(all: Columns, base: u32, row: u32): v128 {
  const own = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const position = base + row;
  let word = load<u32>(all.places + usize(position >>> 3)) >>> (position & 7);
  if (all.rows - row < 16) word &= (1 << (all.rows - row)) - 1;
  const halves = i16x8.splat(<i16>word);
  const bytes = i8x16.shuffle(halves, halves, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  return i8x16.eq(v128.and(bytes, own), own);
}

function markBits(all: Columns, column: u32): void {
  const base = column * all.rows;
  for (let row: u32 = 0; row < all.rows; row += 16) v128.store(all.marks + row, marksOfBits(all, base, row));
}

/** The marks of a vector of PEs from a row on: bytes that are there, or bits; of two bytes that lie by themselves, or (`Marks` of eight bytes) anywhere. */
function marksOf<Cell, Marks>(all: Columns, base: u32, row: u32): v128 {
  if (sizeof<Marks>() == 1) return marksAt<Cell>(all.marks + row);
  if (sizeof<Marks>() == 8) return marksOfBits(all, base, row);
  const own = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const halves = v128.load16_splat(all.places + usize((base + row) >>> 3));
  const bytes = i8x16.shuffle(halves, halves, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  return i8x16.eq(v128.and(bytes, own), own);
}

/** Marks of a vector of PEs, as wide as cells. */
function marksAt<Cell>(at: usize): v128 {
  if (sizeof<Cell>() == 1) return v128.load(at);
  return v128.load8x8_s(at);
}

/**
 * Counts what is marked, local row by local row, all lanes of a vector at a time, and clears it; or their bits where they lie. A gap before a row is the
 * row less the last one and 1. The least row is looked for as the largest of all ones less the row.
 */
function countMarks<Cell, Marks>(all: Columns, column: u32, occupancy: usize, firstRows: usize, lastRows: usize): void {
  const width: u32 = 16 / sizeof<Cell>();
  const marks = all.marks;
  const rows = all.rows;
  const pes = all.pes;
  const lanes = all.lanes;
  const indexBits = all.indexBits;
  const base = column * rows;
  const one = v128.splat<Cell>(1);
  const zero = v128.splat<Cell>(0);
  const kept = keptBits<Cell>(indexBits);
  for (let lane: u32 = 0; lane < lanes; lane += width) {
    let entries = zero;
    let next = zero;
    let least = zero;
    let row = zero;
    let left = v128.not(zero);
    for (let at = lane; at < rows; at += pes) {
      const marked = marksOf<Cell, Marks>(all, base, at);
      const padding = v128.and(i16x8.shr_u(v128.sub<Cell>(row, next), indexBits), kept);
      entries = v128.add<Cell>(entries, v128.and(padding, marked));
      entries = v128.sub<Cell>(entries, marked);
      least = v128.max<Cell>(least, v128.and(left, marked));
      row = v128.add<Cell>(row, one);
      left = v128.sub<Cell>(left, one);
      next = v128.max<Cell>(next, v128.and(row, marked));
    }
    settle<Cell>(pes, indexBits, lane, entries, v128.not(least), next, occupancy, firstRows, lastRows);
  }
  if (sizeof<Marks>() == 1) for (let row: u32 = 0; row < rows; row += 16) v128.store(marks + row, v128.splat<u8>(0));
}

/** The number of marks on every PE, which are cleared; what spare lanes get is of nobody. */
function addMarks<Cell>(all: Columns): void {
  const marks = all.marks;
  const pes = all.pes;
  const end = marks + all.rows;
  for (let lane: u32 = 0; lane < all.lanes; lane += 16 / sizeof<Cell>()) {
    let entries = v128.splat<Cell>(0);
    for (let at = marks + lane; at < end; at += pes) entries = v128.sub<Cell>(entries, marksAt<Cell>(at));
    v128.store(all.occupancy + usize(lane) * sizeof<Cell>(), entries);
  }
  for (let row: u32 = 0; row < all.rows; row += 16) v128.store(marks + row, v128.splat<u8>(0));
}

/** The same of bits, where the rows of a vector of PEs lie side by side and cells are bytes. */
function addBits(all: Columns, column: u32): void {
  const base = column * all.rows;
  for (let lane: u32 = 0; lane < all.pes; lane += 16) {
    let entries = v128.splat<u8>(0);
    for (let row = lane; row < all.rows; row += all.pes) entries = i8x16.sub(entries, marksOfBits(all, base, row));
    v128.store(all.occupancy + usize(lane), entries);
  }
}

/** Whether the rows of stored columns [from, to) ascend and lie below `rows`. */
export function rowsAscend(columnStart: usize, rowIndex: usize, rows: u32, from: u32, to: u32): u32 {
  let faults: u32 = 0;
  let k = load<u32>(columnStart + usize(from) * 4);
  for (let c = from; c < to; c++) {
    const end = load<u32>(columnStart + usize(c) * 4, 4);
    let least: u32 = 0;
    for (; k < end; k++) {
      const row = load<u32>(rowIndex + usize(k) * 4);
      faults |= u32(row < least) | u32(row >= rows);
      least = row + 1;
    }
  }
  return u32(faults == 0);
}
