import { Columns, countEntries } from '../columns.simd';
import { addColumn, Moved, readTo, unreadFrom } from './traffic.simd';

/** Entries of four PEs behind those before them. */
function pass<Line>(work: Moved, address: usize, l: usize, entries: v128, isSent: bool, perLine: v128): void {
  const first = v128.load(address + l);
  const behind = i32x4.add(first, entries);
  v128.store(address + l, behind);
  if (isSent) addColumn<u32, Line>(work, l, first, behind, perLine);
}

/**
 * Columns [from, to) are counted one after the other, and those that are sent are added: those from `item` on of `items`. Returns the item behind them. Rows are 32 bits for
 * each lane; `address` is one of the entries before the column.
 */
function walk<Cell, Line>(
  columns: usize,
  moved: usize,
  address: usize,
  from: u32,
  to: u32,
  item: u32,
  items: u32,
): u32 {
  const all = changetype<Columns>(columns);
  const work = changetype<Moved>(moved);
  const perLine = f32x4.splat(f32(work.perLine));
  const bytes = usize(all.lanes) * sizeof<Cell>();
  for (let c = from; c < to; c++) {
    countEntries<Cell>(all, c);
    const isSent = item < items && load<u32>(work.columns + usize(item) * 4) === c;
    item += u32(isSent);
    for (let at: usize = 0; at < bytes; at += 16) {
      const entries = v128.load(all.occupancy + at);
      const l = (at / sizeof<Cell>()) << 2;
      if (sizeof<Cell>() == 1) {
        const low = i16x8.extend_low_i8x16_u(entries);
        const high = i16x8.extend_high_i8x16_u(entries);
        pass<Line>(work, address, l, i32x4.extend_low_i16x8_u(low), isSent, perLine);
        pass<Line>(work, address, l + 16, i32x4.extend_high_i16x8_u(low), isSent, perLine);
        pass<Line>(work, address, l + 32, i32x4.extend_low_i16x8_u(high), isSent, perLine);
        pass<Line>(work, address, l + 48, i32x4.extend_high_i16x8_u(high), isSent, perLine);
      } else {
        pass<Line>(work, address, l, i32x4.extend_low_i16x8_u(entries), isSent, perLine);
        pass<Line>(work, address, l + 16, i32x4.extend_high_i16x8_u(entries), isSent, perLine);
      }
    }
  }
  return item;
}

/** Cells are bytes. */
export function walkBytes(
  columns: usize,
  moved: usize,
  address: usize,
  from: u32,
  to: u32,
  item: u32,
  items: u32,
): u32 {
  if (changetype<Moved>(moved).shift < 32) return walk<u8, u32>(columns, moved, address, from, to, item, items);
  return walk<u8, f32>(columns, moved, address, from, to, item, items);
}

/** Cells are halves. */
export function walkHalves(
  columns: usize,
  moved: usize,
  address: usize,
  from: u32,
  to: u32,
  item: u32,
  items: u32,
): u32 {
  if (changetype<Moved>(moved).shift < 32) return walk<u16, u32>(columns, moved, address, from, to, item, items);
  return walk<u16, f32>(columns, moved, address, from, to, item, items);
}

/**
 * The same of bytes where 16 bits hold all entries of a PE and the ends of their lines, which are powers of two, and none is held at first: rows are 16 bits for each lane, lines
 * are counted in entries, and those held are told by where they end (traffic.simd.ts).
 */
export function walkShort(
  columns: usize,
  moved: usize,
  address: usize,
  from: u32,
  to: u32,
  item: u32,
  items: u32,
): u32 {
  const all = changetype<Columns>(columns);
  const work = changetype<Moved>(moved);
  const begins = i16x8.splat(~(work.perLine - 1) as i16);
  const rest = i16x8.splat((work.perLine - 1) as i16);
  const zero = i16x8.splat(0);
  const bytes = usize(all.lanes) * 2;
  for (let c = from; c < to; c++) {
    countEntries<u8>(all, c);
    const isSent = item < items && load<u32>(work.columns + usize(item) * 4) === c;
    item += u32(isSent);
    for (let l: usize = 0; l < bytes; l += 16) {
      const entries = v128.load8x8_u(all.occupancy + (l >>> 1));
      const first = v128.load(address + l);
      const behind = i16x8.add(first, entries);
      v128.store(address + l, behind);
      if (!isSent) continue;
      const isEmpty = i16x8.eq(entries, zero);
      v128.store(work.entries + l, i16x8.add(v128.load(work.entries + l), entries));
      v128.store(work.filled + l, i16x8.sub(v128.load(work.filled + l), v128.not(isEmpty)));
      const begin = unreadFrom<u16>(v128.load(work.held + l), first, begins);
      const end = readTo<u16>(begin, behind, isEmpty, begins, rest);
      v128.store(work.held + l, end);
      v128.store(work.lineReads + l, i16x8.add(v128.load(work.lineReads + l), i16x8.sub(end, begin)));
    }
  }
  return item;
}
