import { bitsFrom } from './weights/place-bits.simd';

/**
 * What each PE holds of a column, counted from the column's rows: row r lies on PE r mod pes. Cells are as wide as local rows need.
 * NO_FIRST and NO_LAST stand for "no such row"; they differ, so that a missing row never equals another.
 */
const NO_FIRST: u32 = 0xffffffff;
const NO_LAST: u32 = 0xfffffffe;

/** How places are read. */
const ROWS: u32 = 0;
const MANY_BITS: u32 = 2;

/** `shift` of a number of PEs that is no power of two. */
const NO_SHIFT: u32 = 32;

/** Writes a row of cells: its first `pes` cells get `value`, the spare ones behind them `spare`. */
function fillRow<Cell>(at: usize, pes: u32, lanes: u32, value: u32, spare: u32): void {
  const cells = v128.splat<Cell>(value as Cell);
  for (let l: u32 = 0; l < lanes * sizeof<Cell>(); l += 16) v128.store(at + l, cells);
  for (let p = pes; p < lanes; p++) store<Cell>(at + p * sizeof<Cell>(), spare as Cell);
}

/** Cells of a column that holds nothing. */
function clearColumn<Cell>(pes: u32, lanes: u32, occupancy: usize, firstRows: usize, lastRows: usize): void {
  fillRow<Cell>(occupancy, pes, lanes, 1, 0);
  fillRow<Cell>(firstRows, pes, lanes, NO_FIRST, NO_FIRST);
  fillRow<Cell>(lastRows, pes, lanes, NO_LAST, NO_LAST);
}

/**
 * Occupancy, first and last local rows of a column on every PE: the stored rows lie in [from, to) of `rowIndex`; a gap of d rows takes d >> indexBits padding zeros.
 * `shift` is log2(pes), or 32 where that is no whole number.
 */
export function fillColumn<Cell>(
  rowIndex: usize,
  from: u32,
  to: u32,
  pes: u32,
  shift: u32,
  indexBits: u32,
  lanes: u32,
  occupancy: usize,
  firstRows: usize,
  lastRows: usize,
): void {
  clearColumn<Cell>(pes, lanes, occupancy, firstRows, lastRows);
  const end = rowIndex + usize(to) * 4;
  for (let at = rowIndex + usize(from) * 4; at < end; at += 4)
    placeRow<Cell>(load<u32>(at), pes, shift, indexBits, occupancy, firstRows, lastRows);
}

/** Adds a stored row behind those of the column that were there before it. */
function placeRow<Cell>(
  row: u32,
  pes: u32,
  shift: u32,
  indexBits: u32,
  occupancy: usize,
  firstRows: usize,
  lastRows: usize,
): void {
  const none = u32(NO_LAST as Cell);
  const local = shift == NO_SHIFT ? row / pes : row >>> shift;
  const lane: usize = (shift == NO_SHIFT ? row - local * pes : row & (pes - 1)) * sizeof<Cell>();
  const before = u32(load<Cell>(lastRows + lane));
  if (before == none) {
    const padding = local >>> indexBits;
    store<Cell>(occupancy + lane, (padding + 1) as Cell);
    if (padding == 0) store<Cell>(firstRows + lane, local as Cell);
  } else {
    const padding = (local - before - 1) >>> indexBits;
    store<Cell>(occupancy + lane, (u32(load<Cell>(occupancy + lane)) + padding + 1) as Cell);
  }
  store<Cell>(lastRows + lane, local as Cell);
}

/** The same of the rows whose bits are set, from bit `base` on, one by one. */
function fillFromBits<Cell>(
  bits: usize,
  base: u32,
  rows: u32,
  pes: u32,
  shift: u32,
  indexBits: u32,
  lanes: u32,
  occupancy: usize,
  firstRows: usize,
  lastRows: usize,
): void {
  clearColumn<Cell>(pes, lanes, occupancy, firstRows, lastRows);
  const end = base + rows;
  for (let position = base; position < end; ) {
    let word = bitsFrom(bits, position, end);
    const next = (position | 63) + 1;
    for (const first = position - base; word !== 0; word &= word - 1)
      placeRow<Cell>(first + <u32>ctz(word), pes, shift, indexBits, occupancy, firstRows, lastRows);
    position = next;
  }
}

/** Lanes of all ones where a bit of `word` is not set: 16 bits of it where cells are bytes, 8 where they are halves. */
function unset<Cell>(word: u32): v128 {
  if (sizeof<Cell>() == 1) {
    const halves = i16x8.splat(<i16>word);
    const bytes = i8x16.shuffle(halves, halves, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    const own = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
    return i8x16.eq(v128.and(bytes, own), i8x16.splat(0));
  }
  return i16x8.eq(v128.and(i16x8.splat(<i16>word), i16x8(1, 2, 4, 8, 16, 32, 64, 128)), i16x8.splat(0));
}

/**
 * The same, local row by local row: all lanes of a vector at a time. A gap before a row is the row less the last one and 1; `next` holds the last row and 1, 0 where
 * there is none, so that the first gap is the row itself.
 */
function fillWide<Cell>(
  bits: usize,
  base: u32,
  rows: u32,
  pes: u32,
  indexBits: u32,
  lanes: u32,
  occupancy: usize,
  firstRows: usize,
  lastRows: usize,
): void {
  const width: u32 = 16 / sizeof<Cell>();
  const one = v128.splat<Cell>(1);
  const zero = v128.splat<Cell>(0);
  // cells are shifted as halves: what comes into a byte from its neighbour is cut off
  const kept = v128.splat<Cell>(
    (indexBits < 8 * sizeof<Cell>() ? (<u32>0xffff >>> (16 - 8 * sizeof<Cell>())) >>> indexBits : 0) as Cell,
  );
  for (let lane: u32 = 0; lane < lanes; lane += width) {
    const own: u32 = lane + width <= pes ? (1 << width) - 1 : lane < pes ? (1 << (pes - lane)) - 1 : 0;
    let count = zero;
    let next = zero;
    let first = v128.splat<Cell>(-1 as Cell);
    let row = zero;
    let position = base + lane;
    const end = base + rows;
    for (; position < end; position += pes) {
      let word = (load<u32>(bits + usize(position >>> 3)) >>> (position & 7)) & own;
      if (end - position < width) word &= (1 << (end - position)) - 1;
      const none = unset<Cell>(word);
      const padding = v128.and(i16x8.shr_u(v128.sub<Cell>(row, next), indexBits), kept);
      count = v128.add<Cell>(count, v128.andnot(v128.add<Cell>(padding, one), none));
      first = v128.min<Cell>(first, v128.or(row, none));
      row = v128.add<Cell>(row, one);
      next = v128.bitselect(next, row, none);
    }
    const isEmpty = v128.eq<Cell>(next, zero);
    const at = usize(lane) * sizeof<Cell>();
    v128.store(occupancy + at, v128.andnot(v128.sub<Cell>(count, isEmpty), unset<Cell>(own)));
    const isPadded = v128.ne<Cell>(v128.and(i16x8.shr_u(first, indexBits), kept), zero);
    v128.store(firstRows + at, v128.or(first, isPadded));
    v128.store(lastRows + at, v128.add<Cell>(v128.sub<Cell>(next, one), isEmpty));
  }
}

/** The same of a column that holds all rows of [from, to), without an index. */
export function fillDenseColumn<Cell>(
  from: u32,
  to: u32,
  pes: u32,
  lanes: u32,
  occupancy: usize,
  firstRows: usize,
  lastRows: usize,
): void {
  clearColumn<Cell>(pes, lanes, occupancy, firstRows, lastRows);
  for (let p: u32 = 0; p < pes; p++) {
    const first = from > p ? (from - p + pes - 1) / pes : 0;
    const behind = to > p ? (to - p + pes - 1) / pes : 0;
    if (behind == first) continue;
    store<Cell>(occupancy + p * sizeof<Cell>(), (behind - first) as Cell);
    store<Cell>(firstRows + p * sizeof<Cell>(), first as Cell);
    store<Cell>(lastRows + p * sizeof<Cell>(), (behind - 1) as Cell);
  }
}

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
  /** What places are: rows, or bits (column x rows + row) that are taken one by one or many at a time. */
  reading: u32;
  stored: u32;
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

export function countColumn<Cell>(
  all: Columns,
  column: u32,
  occupancy: usize,
  firstRows: usize,
  lastRows: usize,
): void {
  let from: u32 = 0;
  let to: u32 = 0;
  const isStored = column < all.stored;
  if (all.isDense) {
    if (isStored) {
      const block = column / all.blockColumns;
      from = column >= all.columns ? 0 : block * all.blockRows;
      to = column >= all.columns ? all.rows : from + all.blockRows;
    }
    fillDenseColumn<Cell>(from, to, all.pes, all.lanes, occupancy, firstRows, lastRows);
    return;
  }
  if (isStored && all.reading !== ROWS) {
    const base = column * all.rows;
    if (all.reading === MANY_BITS)
      fillWide<Cell>(all.places, base, all.rows, all.pes, all.indexBits, all.lanes, occupancy, firstRows, lastRows);
    else
      fillFromBits<Cell>(
        all.places,
        base,
        all.rows,
        all.pes,
        all.shift,
        all.indexBits,
        all.lanes,
        occupancy,
        firstRows,
        lastRows,
      );
    return;
  }
  if (isStored) {
    from = load<u32>(all.columnStart + usize(column) * 4);
    to = load<u32>(all.columnStart + usize(column) * 4, 4);
  }
  fillColumn<Cell>(all.places, from, to, all.pes, all.shift, all.indexBits, all.lanes, occupancy, firstRows, lastRows);
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
