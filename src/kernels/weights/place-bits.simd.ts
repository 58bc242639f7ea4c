/* Places of a matrix as bits: that of a row of a column stands at column x rows + row. */

/** Bits from `position` on, the lowest first, to the end of their word of 64: none from `end` on. */
export function bitsFrom(bits: usize, position: u32, end: u32): u64 {
  const word = load<u64>(bits + usize((position >>> 6) << 3)) >>> (position & 63);
  return (position | 63) + 1 > end ? word & ((u64(1) << (end - position)) - 1) : word;
}

/** Bits that are set in the columns from `column` to before `end` and in those before, of which there are `before`: where each ends, stored at endsAt. How many there are in the end. */
export function countBits(bitsAt: usize, rows: u32, column: u32, end: u32, before: u32, endsAt: usize): u32 {
  let found = before;
  let position = column * rows;
  for (; column < end; column++) {
    for (const behind = position + rows; position < behind; ) {
      found += <u32>popcnt(bitsFrom(bitsAt, position, behind));
      position = min((position | 63) + 1, behind);
    }
    store<u32>(endsAt, found);
    endsAt += 4;
  }
  return found;
}

/** Rows of the bits that are set in the columns from `column` to before `end`, one behind the other. */
export function rowsOfBits(bitsAt: usize, rows: u32, column: u32, end: u32, to: usize): void {
  let at = to;
  for (; column < end; column++) {
    const base = column * rows;
    const behind = base + rows;
    let position = base;
    while (position < behind) {
      let word = bitsFrom(bitsAt, position, behind);
      const next = (position | 63) + 1;
      for (const first = position - base; word !== 0; word &= word - 1) {
        store<u32>(at, first + <u32>ctz(word));
        at += 4;
      }
      position = next;
    }
  }
}
