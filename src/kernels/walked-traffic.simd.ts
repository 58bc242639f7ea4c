import { Columns, countColumn } from './columns.simd';

/** What PEs have done of a layer's columns, which are counted when their turn comes. A row is 32 bits for each lane. */
@unmanaged
class Walked {
  /** Columns of the items. */
  columns: usize;
  lanes: u32;
  /** Entries of a line, and their log2 where that is whole: 32 where it is not. */
  perLine: u32;
  shift: u32;
  /** Rows: entries before the column, and sums and states of the items: entries, columns with entries, line reads, the line held. */
  address: usize;
  entries: usize;
  filled: usize;
  lineReads: usize;
  held: usize;
}

/** The line of each entry: a shift where `Line` is an integer, else the quotient in single precision, which is exact below 2^24. */
function lineOf<Line>(entries: v128, shift: u32, perLine: v128): v128 {
  if (isInteger<Line>()) return i32x4.shr_u(entries, shift);
  return i32x4.trunc_sat_f32x4_u(f32x4.div(f32x4.convert_i32x4_u(entries), perLine));
}

/** Adds what lies from `first` to before `behind` of PEs whose lanes stand at `l`. */
function add<Line>(work: Walked, l: usize, first: v128, behind: v128, perLine: v128): void {
  const one = v128.splat<u32>(1);
  const entries = v128.sub<u32>(behind, first);
  const isEmpty = v128.eq<u32>(behind, first);
  const firstLine = lineOf<Line>(first, work.shift, perLine);
  const lastLine = lineOf<Line>(v128.sub<u32>(behind, one), work.shift, perLine);
  const held = v128.load(work.held + l);
  // true lanes are -1
  const more = v128.sub<u32>(
    v128.add<u32>(v128.sub<u32>(lastLine, firstLine), one),
    v128.and(v128.eq<u32>(firstLine, held), one),
  );
  v128.store(work.entries + l, v128.add<u32>(v128.load(work.entries + l), entries));
  v128.store(work.filled + l, v128.add<u32>(v128.load(work.filled + l), v128.andnot(one, isEmpty)));
  v128.store(work.lineReads + l, v128.add<u32>(v128.load(work.lineReads + l), v128.andnot(more, isEmpty)));
  v128.store(work.held + l, v128.bitselect(held, lastLine, isEmpty));
}

/** Entries of four PEs behind those before them. */
function pass<Line>(work: Walked, l: usize, entries: v128, isSent: bool, perLine: v128): void {
  const first = v128.load(work.address + l);
  const behind = i32x4.add(first, entries);
  v128.store(work.address + l, behind);
  if (isSent) add<Line>(work, l, first, behind, perLine);
}

/** Columns [from, to) are counted one after the other, and those that are sent are added: those from `item` on of `items`. The item behind them. */
function walk<Cell, Line>(columns: usize, walked: usize, from: u32, to: u32, item: u32, items: u32): u32 {
  const all = changetype<Columns>(columns);
  const work = changetype<Walked>(walked);
  const perLine = f32x4.splat(f32(work.perLine));
  const none = v128.splat<Cell>(-2 as Cell);
  const bytes = usize(all.lanes) * sizeof<Cell>();
  for (let c = from; c < to; c++) {
    countColumn<Cell>(all, c, all.occupancy, all.firstRows, all.lastRows);
    const isSent = item < items && load<u32>(work.columns + usize(item) * 4) === c;
    item += u32(isSent);
    for (let at: usize = 0; at < bytes; at += 16) {
      const isEmpty = v128.eq<Cell>(v128.load(all.lastRows + at), none);
      const entries = v128.andnot(v128.load(all.occupancy + at), isEmpty);
      const l = (at / sizeof<Cell>()) << 2;
      if (sizeof<Cell>() == 1) {
        const low = i16x8.extend_low_i8x16_u(entries);
        const high = i16x8.extend_high_i8x16_u(entries);
        pass<Line>(work, l, i32x4.extend_low_i16x8_u(low), isSent, perLine);
        pass<Line>(work, l + 16, i32x4.extend_high_i16x8_u(low), isSent, perLine);
        pass<Line>(work, l + 32, i32x4.extend_low_i16x8_u(high), isSent, perLine);
        pass<Line>(work, l + 48, i32x4.extend_high_i16x8_u(high), isSent, perLine);
      } else {
        pass<Line>(work, l, i32x4.extend_low_i16x8_u(entries), isSent, perLine);
        pass<Line>(work, l + 16, i32x4.extend_high_i16x8_u(entries), isSent, perLine);
      }
    }
  }
  return item;
}

/** Cells are bytes. */
export function walkBytes(columns: usize, walked: usize, from: u32, to: u32, item: u32, items: u32): u32 {
  if (changetype<Walked>(walked).shift < 32) return walk<u8, u32>(columns, walked, from, to, item, items);
  return walk<u8, f32>(columns, walked, from, to, item, items);
}

/** Cells are halves. */
export function walkHalves(columns: usize, walked: usize, from: u32, to: u32, item: u32, items: u32): u32 {
  if (changetype<Walked>(walked).shift < 32) return walk<u16, u32>(columns, walked, from, to, item, items);
  return walk<u16, f32>(columns, walked, from, to, item, items);
}
