/** What PEs have done of a layer's columns. */
@unmanaged
class Moved {
  /** Columns of the items. */
  columns: usize;
  /** Entries before each column, [column][lane]. */
  pointers: usize;
  lanes: u32;
  /** log2 of the entries of a line. */
  shift: u32;
  /** Sums and states, a row of each: entries, columns with entries, line reads, the line held. */
  entries: usize;
  filled: usize;
  lineReads: usize;
  held: usize;
}

/** Items [from, to). A line is read where an entry's line differs from that of the entry before it on the same PE. No sum exceeds a PE's entries, so it fits a pointer. */
function read<Pointer>(moved: usize, from: u32, to: u32): void {
  const work = changetype<Moved>(moved);
  const bytes = work.lanes * sizeof<Pointer>();
  const shift = work.shift;
  const one = v128.splat<Pointer>(1);
  for (let n = from; n < to; n++) {
    const row = work.pointers + usize(load<u32>(work.columns + n * 4)) * bytes;
    for (let l: usize = 0; l < bytes; l += 16) {
      const first = v128.load(row + l);
      const behind = v128.load(row + bytes + l);
      const entries = v128.sub<Pointer>(behind, first);
      const isEmpty = v128.eq<Pointer>(behind, first);
      const firstLine = v128.shr<Pointer>(first, shift);
      const lastLine = v128.shr<Pointer>(v128.sub<Pointer>(behind, one), shift);
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
  read<u16>(moved, from, to);
}

/** Pointers of 32 bits. */
export function readWords(moved: usize, from: u32, to: u32): void {
  read<u32>(moved, from, to);
}
