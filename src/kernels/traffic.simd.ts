/** What PEs have done of a layer's columns. */
@unmanaged
export class Moved {
  /** Columns of the items. */
  columns: usize;
  /** Entries before each column, [column][lane]. */
  pointers: usize;
  lanes: u32;
  /** Entries of a line, and their log2 where that is whole: 32 where it is not. */
  perLine: u32;
  shift: u32;
  /** Sums and states, a row of each: entries, columns with entries, line reads, the line held. */
  entries: usize;
  filled: usize;
  lineReads: usize;
  held: usize;
}

/**
 * The line of each entry: a shift where `Line` is an integer, else the quotient in single precision, which is exact below 2^24. Which of the two is no question
 * for the loop over the columns.
 */
function lineOf<Pointer, Line>(entries: v128, shift: u32, perLine: v128): v128 {
  if (isInteger<Line>()) return v128.shr<Pointer>(entries, shift);
  if (sizeof<Pointer>() == 4) return i32x4.trunc_sat_f32x4_u(f32x4.div(f32x4.convert_i32x4_u(entries), perLine));
  const low = f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(entries)), perLine);
  const high = f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(entries)), perLine);
  return i16x8.narrow_i32x4_u(i32x4.trunc_sat_f32x4_u(low), i32x4.trunc_sat_f32x4_u(high));
}

/** Items [from, to). A line is read where an entry's line differs from that of the entry before it on the same PE. No sum exceeds a PE's entries, so it fits a pointer. */
function read<Pointer, Line>(moved: usize, from: u32, to: u32): void {
  const work = changetype<Moved>(moved);
  const bytes = work.lanes * sizeof<Pointer>();
  const shift = work.shift;
  const perLine = f32x4.splat(f32(work.perLine));
  const one = v128.splat<Pointer>(1);
  for (let n = from; n < to; n++) {
    const row = work.pointers + usize(load<u32>(work.columns + n * 4)) * bytes;
    for (let l: usize = 0; l < bytes; l += 16) {
      const first = v128.load(row + l);
      const behind = v128.load(row + bytes + l);
      const entries = v128.sub<Pointer>(behind, first);
      const isEmpty = v128.eq<Pointer>(behind, first);
      const firstLine = lineOf<Pointer, Line>(first, shift, perLine);
      const lastLine = lineOf<Pointer, Line>(v128.sub<Pointer>(behind, one), shift, perLine);
      const held = v128.load(work.held + l);
      // true lanes are -1
      const more = v128.sub<Pointer>(
        v128.add<Pointer>(v128.sub<Pointer>(lastLine, firstLine), one),
        v128.and(v128.eq<Pointer>(firstLine, held), one),
      );
      v128.store(work.entries + l, v128.add<Pointer>(v128.load(work.entries + l), entries));
      v128.store(work.filled + l, v128.add<Pointer>(v128.load(work.filled + l), v128.andnot(one, isEmpty)));
      v128.store(work.lineReads + l, v128.add<Pointer>(v128.load(work.lineReads + l), v128.andnot(more, isEmpty)));
      v128.store(work.held + l, v128.bitselect(held, lastLine, isEmpty));
    }
  }
}

/** Pointers of 16 bits. */
export function readHalves(moved: usize, from: u32, to: u32): void {
  if (changetype<Moved>(moved).shift < 32) read<u16, u32>(moved, from, to);
  else read<u16, f32>(moved, from, to);
}

/** Pointers of 32 bits. */
export function readWords(moved: usize, from: u32, to: u32): void {
  if (changetype<Moved>(moved).shift < 32) read<u32, u32>(moved, from, to);
  else read<u32, f32>(moved, from, to);
}
