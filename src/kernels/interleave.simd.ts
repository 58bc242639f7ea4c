/** Compressed columns that are dealt to PEs, and where their entries go. */
@unmanaged
class Interleaving {
  pes: u32;
  /** log2(pes), or 32 where that is no whole number. */
  shift: u32;
  indexBits: u32;
  columnStart: usize;
  /** Whether rows have codes; otherwise all are 1. */
  hasCodes: u32;
  /** Of each PE two words: where its next entry goes, and in a column the last local row and 1; 16 bytes for two PEs. */
  cursors: usize;
  codesTo: usize;
  indicesTo: usize;
}

/**
 * Places the entries of columns [from, to), whose rows (and codes) lie as if those of all columns did. What lies between entries is padding: its codes and indices are there
 * already.
 */
function place<Index>(all: Interleaving, rowIndex: usize, codes: usize, from: u32, to: u32): void {
  const pes = all.pes;
  const shift = all.shift;
  const indexBits = all.indexBits;
  const columnStart = all.columnStart;
  const hasCodes = all.hasCodes;
  const cursors = all.cursors;
  const codesTo = all.codesTo;
  const indicesTo = all.indicesTo;
  const below: u32 = (1 << indexBits) - 1;
  const first = usize(load<u32>(columnStart + usize(from) * 4));
  let at = rowIndex + first * 4;
  let code = codes + first;
  for (let column = from; column < to; column++) {
    for (let own = cursors, end = cursors + usize(pes) * 8; own < end; own += 16)
      v128.store(own, v128.and(v128.load(own), i32x4(-1, 0, -1, 0)));
    const end = rowIndex + usize(load<u32>(columnStart + usize(column) * 4, 4)) * 4;
    for (; at < end; at += 4, code++) {
      const row = load<u32>(at);
      const local = shift == 32 ? row / pes : row >>> shift;
      const own = cursors + usize(shift == 32 ? row - local * pes : row & (pes - 1)) * 8;
      const cursor = load<u64>(own);
      const gap = local - u32(cursor >>> 32);
      const to = u32(cursor) + (gap >>> indexBits);
      store<u64>(own, (u64(local + 1) << 32) | u64(to + 1));
      store<u8>(codesTo + to, hasCodes ? u32(load<u8>(code)) : 1);
      store<Index>(indicesTo + usize(to) * sizeof<Index>(), (gap & below) as Index);
    }
  }
}

/** Relative indices in bytes. */
export function interleaveBytes(all: usize, rowIndex: usize, codes: usize, from: u32, to: u32): void {
  place<u8>(changetype<Interleaving>(all), rowIndex, codes, from, to);
}

/** Relative indices of 16 bits. */
export function interleaveHalves(all: usize, rowIndex: usize, codes: usize, from: u32, to: u32): void {
  place<u16>(changetype<Interleaving>(all), rowIndex, codes, from, to);
}
