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
  /** Whether lines are powers of two, none is held, and 16 bits hold the ends of all lines where pointers are so short. */
  isPlain: u32;
  /** Sums and states, a row of each: entries, columns with entries, line reads; where the last line read ends (none: 0), or else the number of the line held (none: all ones). */
  entries: usize;
  filled: usize;
  lineReads: usize;
  held: usize;
  /** 32 bytes. */
  constants: usize;
}

/** Items that are read for some lanes before they are for the next: their pointers stay in the first-level cache. */
const BLOCK: u32 = 64;

/**
 * Items [from, to). No sum exceeds a PE's entries, so it fits a pointer. Lines are told by where they begin and end: entries of a PE ascend, so that a column reads what lies
 * between the end of the last line read, or its first line where that begins behind it, and the end of its last line.
 */
function read<Pointer>(moved: usize, from: u32, to: u32): void {
  const work = changetype<Moved>(moved);
  const bytes = usize(work.lanes) * sizeof<Pointer>();
  for (let n = from; n < to; n += BLOCK)
    for (let l: usize = 0; l < bytes; l += 16) readLanes<Pointer>(work, n, min(n + BLOCK, to), bytes, l);
}

/** The lanes of one vector. */
function readLanes<Pointer>(work: Moved, from: u32, to: u32, bytes: usize, lane: usize): void {
  const pointers = work.pointers + lane;
  // read back, so that they stay in registers in the loop
  const room = work.constants;
  v128.store(room, v128.splat<Pointer>(~(work.perLine - 1) as Pointer));
  v128.store(room, v128.splat<Pointer>((work.perLine - 1) as Pointer), 16);
  const begins = v128.load(room);
  const rest = v128.load(room, 16);
  let held = v128.load(work.held + lane);
  let entries = v128.splat<Pointer>(0);
  let empty = entries;
  let lines = entries;
  const end = work.columns + usize(to) * 4;
  for (let at = work.columns + usize(from) * 4; at < end; at += 4) {
    const row = pointers + usize(load<u32>(at)) * bytes;
    const first = v128.load(row);
    const behind = v128.load(row + bytes);
    const isEmpty = v128.eq<Pointer>(behind, first);
    entries = v128.add<Pointer>(entries, v128.sub<Pointer>(behind, first));
    empty = v128.sub<Pointer>(empty, isEmpty);
    const begin = unreadFrom<Pointer>(held, first, begins);
    held = readTo<Pointer>(begin, behind, isEmpty, begins, rest);
    lines = v128.add<Pointer>(lines, v128.sub<Pointer>(held, begin));
  }
  addSums<Pointer>(work, lane, to - from, entries, empty, lines, held);
}

/** Where what a column reads begins: with its first line, or behind the last line read. `begins`: the bits that tell where lines begin. */
export function unreadFrom<Pointer>(held: v128, first: v128, begins: v128): v128 {
  return v128.max<Pointer>(held, v128.and(first, begins));
}

/** Where it ends: with its last line; an empty column reads nothing. `rest`: the other bits. */
export function readTo<Pointer>(begin: v128, behind: v128, isEmpty: v128, begins: v128, rest: v128): v128 {
  return v128.max<Pointer>(begin, v128.andnot(v128.and(v128.add<Pointer>(behind, rest), begins), isEmpty));
}

/** Adds what was found of the lanes of a vector in some items: entries, empty columns, lines read as entries. */
function addSums<Pointer>(
  work: Moved,
  lane: usize,
  items: u32,
  entries: v128,
  empty: v128,
  lines: v128,
  end: v128,
): void {
  const filled = v128.sub<Pointer>(v128.splat<Pointer>(items as Pointer), empty);
  const reads = v128.shr<Pointer>(lines, work.shift);
  v128.store(work.entries + lane, v128.add<Pointer>(v128.load(work.entries + lane), entries));
  v128.store(work.filled + lane, v128.add<Pointer>(v128.load(work.filled + lane), filled));
  v128.store(work.lineReads + lane, v128.add<Pointer>(v128.load(work.lineReads + lane), reads));
  v128.store(work.held + lane, end);
}

/** The line of each entry: a shift where `Line` is an integer, else the quotient in single precision, which is exact below 2^24. */
function lineOf<Pointer, Line>(entries: v128, shift: u32, perLine: v128): v128 {
  if (isInteger<Line>()) return v128.shr<Pointer>(entries, shift);
  if (sizeof<Pointer>() == 4) return i32x4.trunc_sat_f32x4_u(f32x4.div(f32x4.convert_i32x4_u(entries), perLine));
  const low = f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(entries)), perLine);
  const high = f32x4.div(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(entries)), perLine);
  return i16x8.narrow_i32x4_u(i32x4.trunc_sat_f32x4_u(low), i32x4.trunc_sat_f32x4_u(high));
}

/** Adds what lies from `first` to before `behind` on the PEs whose lanes stand at `l`; `held` has the numbers of lines. */
export function addColumn<Pointer, Line>(work: Moved, l: usize, first: v128, behind: v128, perLine: v128): void {
  const one = v128.splat<Pointer>(1);
  const entries = v128.sub<Pointer>(behind, first);
  const isEmpty = v128.eq<Pointer>(behind, first);
  const firstLine = lineOf<Pointer, Line>(first, work.shift, perLine);
  const lastLine = lineOf<Pointer, Line>(v128.sub<Pointer>(behind, one), work.shift, perLine);
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

/** Items [from, to) for lines of any number of entries, whichever is held. */
function readAny<Pointer, Line>(moved: usize, from: u32, to: u32): void {
  const work = changetype<Moved>(moved);
  const bytes = work.lanes * sizeof<Pointer>();
  const perLine = f32x4.splat(f32(work.perLine));
  for (let n = from; n < to; n++) {
    const row = work.pointers + usize(load<u32>(work.columns + n * 4)) * bytes;
    for (let l: usize = 0; l < bytes; l += 16)
      addColumn<Pointer, Line>(work, l, v128.load(row + l), v128.load(row + bytes + l), perLine);
  }
}

/** Pointers of 16 bits. */
export function readHalves(moved: usize, from: u32, to: u32): void {
  if (changetype<Moved>(moved).isPlain) read<u16>(moved, from, to);
  else if (changetype<Moved>(moved).shift < 32) readAny<u16, u32>(moved, from, to);
  else readAny<u16, f32>(moved, from, to);
}

/** Pointers of 32 bits. */
export function readWords(moved: usize, from: u32, to: u32): void {
  if (changetype<Moved>(moved).isPlain) read<u32>(moved, from, to);
  else if (changetype<Moved>(moved).shift < 32) readAny<u32, u32>(moved, from, to);
  else readAny<u32, f32>(moved, from, to);
}
