/**
 * What each PE holds of a column, counted from the column's rows: row r lies on PE r mod pes. Cells are as wide as local rows need.
 * NO_FIRST and NO_LAST stand for "no such row"; they differ, so that a missing row never equals another.
 */
const NO_FIRST: u32 = 0xffffffff;
const NO_LAST: u32 = 0xfffffffe;

/** `shift` of a number of PEs that is no power of two. */
const NO_SHIFT: u32 = 32;

/** Writes a row of cells: its first `pes` cells get `value`, the spare ones behind them `spare`. */
function fillRow<Cell>(at: usize, pes: u32, lanes: u32, value: u32, spare: u32): void {
  const cells = v128.splat<Cell>(value as Cell);
  for (let l: u32 = 0; l < lanes * sizeof<Cell>(); l += 16) v128.store(at + l, cells);
  for (let p = pes; p < lanes; p++) store<Cell>(at + p * sizeof<Cell>(), spare as Cell);
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
  fillRow<Cell>(occupancy, pes, lanes, 1, 0);
  fillRow<Cell>(firstRows, pes, lanes, NO_FIRST, NO_FIRST);
  fillRow<Cell>(lastRows, pes, lanes, NO_LAST, NO_LAST);
  const mask = pes - 1;
  const none = u32(NO_LAST as Cell);
  const end = rowIndex + usize(to) * 4;
  for (let at = rowIndex + usize(from) * 4; at < end; at += 4) {
    const row = load<u32>(at);
    const local = shift == NO_SHIFT ? row / pes : row >>> shift;
    const lane: usize = (shift == NO_SHIFT ? row - local * pes : row & mask) * sizeof<Cell>();
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
  fillRow<Cell>(occupancy, pes, lanes, 1, 0);
  fillRow<Cell>(firstRows, pes, lanes, NO_FIRST, NO_FIRST);
  fillRow<Cell>(lastRows, pes, lanes, NO_LAST, NO_LAST);
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
  rowIndex: usize;
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
  if (isStored) {
    from = load<u32>(all.columnStart + usize(column) * 4);
    to = load<u32>(all.columnStart + usize(column) * 4, 4);
  }
  fillColumn<Cell>(
    all.rowIndex,
    from,
    to,
    all.pes,
    all.shift,
    all.indexBits,
    all.lanes,
    occupancy,
    firstRows,
    lastRows,
  );
}
