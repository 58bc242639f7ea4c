/** Interleaved compressed columns: the stream of each PE holds its entries of column after column, each a code and the number of rows that it skips. */
@unmanaged
class Streams {
  /** Entries of a PE before each column, [column][PE]. */
  pointers: usize;
  /** Where the stream of each PE begins. */
  starts: usize;
  codes: usize;
  indices: usize;
  pes: u32;
}

/** Splits `count` pairs of 32-bit words, code and relative index, into bytes. Returns all codes and all indices, each put together by "or", at `seen`. */
export function splitPairs(pairs: usize, count: u32, codes: usize, indices: usize, seen: usize): void {
  let code: u32 = 0;
  let index: u32 = 0;
  for (let k: usize = 0; k < count; k++) {
    const both = load<u64>(pairs + k * 8);
    code |= u32(both);
    index |= u32(both >> 32);
    store<u8>(codes + k, u8(both));
    store<u8>(indices + k, u8(both >> 32));
  }
  store<u32>(seen, load<u32>(seen) | code);
  store<u32>(seen, load<u32>(seen, 4) | index, 4);
}

/** More entries of a column on a PE may skip more rows than 32 bits count. */
const MOST_IN_COLUMN: u32 = 0xffffff;

/** Raises, at `rows`, how many local rows each PE has in columns [from, to). Returns 0 where pointers fall, or leave the entries, of which there are `total`. */
export function walkStreams(streams: usize, total: u32, from: u32, to: u32, rows: usize): u32 {
  const held = changetype<Streams>(streams);
  const bytes = usize(held.pes) * 4;
  for (let c = from; c < to; c++) {
    const pointers = held.pointers + usize(c) * bytes;
    for (let p: usize = 0; p < bytes; p += 4) {
      const first = load<u32>(pointers + p);
      const behind = load<u32>(pointers + bytes + p);
      const offset = load<u32>(held.starts + p);
      if (behind < first || behind - first > MOST_IN_COLUMN || u64(offset) + u64(behind) > total) return 0;
      const start = held.indices + offset;
      let local: u32 = 0;
      for (let at = start + first, end = start + behind; at < end; at++) local += u32(load<u8>(at)) + 1;
      if (local > load<u32>(rows + p)) store<u32>(rows + p, local);
    }
  }
  return 1;
}

/**
 * Weights of columns [from, to), rows ascending, padding zeros left out: their rows and codes, and where each of the columns ends. `column`: room for a byte for each
 * row and 16 more, all 0 before and after. Returns how many weights there are.
 */
export function decodeColumns(
  streams: usize,
  from: u32,
  to: u32,
  rows: u32,
  column: usize,
  rowIndex: usize,
  codes: usize,
  ends: usize,
): u32 {
  const held = changetype<Streams>(streams);
  const pes = held.pes;
  const bytes = usize(pes) * 4;
  let count: u32 = 0;
  for (let c = from; c < to; c++) {
    const pointers = held.pointers + usize(c) * bytes;
    for (let p: u32 = 0; p < pes; p++) {
      const start = load<u32>(held.starts + usize(p) * 4);
      const end = start + load<u32>(pointers + bytes + usize(p) * 4);
      let row = column + p - pes;
      for (let k = start + load<u32>(pointers + usize(p) * 4); k < end; k++) {
        row += usize((u32(load<u8>(held.indices + k)) + 1) * pes);
        store<u8>(row, load<u8>(held.codes + k));
      }
    }
    for (let row: u32 = 0; row < rows; row += 16) {
      const sixteen = v128.load(column + row);
      let mask = u32(i8x16.bitmask(i8x16.ne(sixteen, i8x16.splat(0))));
      if (mask == 0) continue;
      for (; mask != 0; mask &= mask - 1) {
        const own = row + ctz(mask);
        store<u32>(rowIndex + usize(count) * 4, own);
        store<u8>(codes + count, load<u8>(column + own));
        count++;
      }
      v128.store(column + row, i8x16.splat(0));
    }
    store<u32>(ends + usize(c - from) * 4, count);
  }
  return count;
}

/** Tables of columns, [column][lane], of which the kernel fills the lanes that are PEs. */
@unmanaged
class StreamTables {
  lanes: u32;
  occupancy: usize;
  firstRows: usize;
  lastRows: usize;
  /** Entries of a PE before each column; the first row of them is there. */
  pointers: usize;
  /** Whether a column ends in a padding zero. */
  endsInPadding: u32;
}

/** Cells that stand for no row; they differ, so that a missing row never equals another. */
const NO_FIRST: u32 = 0xffffffff;
const NO_LAST: u32 = 0xfffffffe;

function tables<Cell, Pointer>(streams: usize, own: usize, from: u32, to: u32): void {
  const held = changetype<Streams>(streams);
  const table = changetype<StreamTables>(own);
  const pes = held.pes;
  const bytes = usize(pes) * 4;
  for (let c = from; c < to; c++) {
    const pointers = held.pointers + usize(c) * bytes;
    for (let p: u32 = 0; p < pes; p++) {
      const start = load<u32>(held.starts + usize(p) * 4);
      const first = start + load<u32>(pointers + usize(p) * 4);
      const behind = load<u32>(pointers + bytes + usize(p) * 4);
      const end = start + behind;
      const lane = usize(c) * table.lanes + p;
      store<Pointer>(table.pointers + (lane + table.lanes) * sizeof<Pointer>(), behind as Pointer);
      store<Cell>(table.occupancy + lane * sizeof<Cell>(), max<u32>(end - first, 1) as Cell);
      let firstRow = NO_FIRST;
      let lastRow = NO_LAST;
      if (end > first) {
        if (load<u8>(held.codes + first) != 0) firstRow = load<u8>(held.indices + first);
        let rows: u32 = 0;
        for (let k = first; k < end; k++) rows += u32(load<u8>(held.indices + k)) + 1;
        if (load<u8>(held.codes + end - 1) != 0) lastRow = rows - 1;
        else table.endsInPadding = 1;
      }
      store<Cell>(table.firstRows + lane * sizeof<Cell>(), firstRow as Cell);
      store<Cell>(table.lastRows + lane * sizeof<Cell>(), lastRow as Cell);
    }
  }
}

/** Tables of columns [from, to) of streams that were walked, in cells and pointers of so many bytes. */
export function tablesOfStreams(
  streams: usize,
  own: usize,
  from: u32,
  to: u32,
  cellBytes: u32,
  pointerBytes: u32,
): void {
  if (cellBytes == 1) {
    if (pointerBytes == 2) tables<u8, u16>(streams, own, from, to);
    else tables<u8, u32>(streams, own, from, to);
  } else if (pointerBytes == 2) tables<u16, u16>(streams, own, from, to);
  else tables<u16, u32>(streams, own, from, to);
}
