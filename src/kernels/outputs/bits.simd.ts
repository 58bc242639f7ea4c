import { bitsFrom } from '../weights/place-bits.simd';

/** Sums of products of shared weights whose places are bits, straight from them: a layer that is multiplied once need not be laid out. */

/**
 * Products of `size` weights with each of `count` inputs, all raw integers, rounded half to even by `shift` and clipped to [low, high]; a table of 32-bit numbers for each
 * input. `clips` gets a byte for each input: whether a product was clipped. Returns the sum over the inputs of the largest magnitude.
 */
export function productTables(
  weights: usize,
  size: u32,
  inputs: usize,
  count: u32,
  shift: u32,
  low: i32,
  high: i32,
  tables: usize,
  clips: usize,
): u32 {
  let reach: u32 = 0;
  let at = tables;
  for (let n: u32 = 0; n < count; n++) {
    const input = load<i32>(inputs + usize(n) * 4);
    let most: u32 = 0;
    let isClipped = false;
    for (let code: u32 = 0; code < size; code++) {
      let product = i32(load<i16>(weights + usize(code) * 2)) * input;
      if (shift > 0) product = (product + ((1 << (shift - 1)) - 1) + ((product >> shift) & 1)) >> shift;
      const clipped = max(min(product, high), low);
      if (clipped != product) isClipped = true;
      most = max(most, u32(abs(clipped)));
      store<i32>(at, clipped);
      at += 4;
    }
    store<u8>(clips + n, u8(isClipped));
    reach += most;
  }
  return reach;
}

/** Adds the columns of `count` inputs to the sums of the rows. Code 0 of `codes` and bit 0 of `bits` are those of the matrix, as if all of them lay there. */
export function addBitColumns(
  columnStart: usize,
  bits: usize,
  rows: u32,
  codes: usize,
  columns: usize,
  count: u32,
  tables: usize,
  size: u32,
  sums: usize,
): void {
  for (let n: u32 = 0; n < count; n++) {
    const column = load<u32>(columns + usize(n) * 4);
    const table = tables + usize(n * size) * 4;
    const first = column * rows;
    const behind = first + rows;
    let code = codes + usize(load<u32>(columnStart + usize(column) * 4));
    for (let position = first; position < behind; ) {
      let word = bitsFrom(bits, position, behind);
      const next = (position | 63) + 1;
      for (const base = sums + usize(position - first) * 4; word != 0; word &= word - 1) {
        const sum = base + usize(ctz(word)) * 4;
        store<i32>(sum, load<i32>(sum) + load<i32>(table + (usize(load<u8>(code)) << 2)));
        code++;
      }
      position = next;
    }
  }
}

/** The largest magnitude of `count` 32-bit numbers. */
export function reachOfWords(sums: usize, count: u32): u32 {
  let most: u32 = 0;
  for (let at = sums, end = sums + usize(count) * 4; at < end; at += 4) most = max(most, u32(abs(load<i32>(at))));
  return most;
}
