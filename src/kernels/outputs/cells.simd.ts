import { bitsFrom } from '../weights/place-bits.simd';

/**
 * Sums of products of shared weights. A column's products are a table by code; its cells are bytes that select from it 16 at a time (swizzle), so that a table
 * is kept as planes: its lowest bytes, its next bytes, and so on. Cells lie [block of 64 rows][column][row], 0 where nothing is stored, and product 0 is 0.
 */

/** Rows of a block. */
const BLOCK: usize = 64;

/**
 * Puts the code of a row into the cells of a column, which begin at `base` in the first block. `Codes` of one byte: a byte for each row, 64 rows a block. Of two: two codes in
 * a byte, 128 rows a block; of each 32 rows the last 16 lie in the upper halves of 16 bytes, and all are 0 before.
 */
function putCode<Codes>(base: usize, block: usize, row: u32, code: u32): void {
  if (sizeof<Codes>() == 1) store<u8>(base + usize(row >>> 6) * block + (row & 63), code);
  else {
    const at = base + usize(row >>> 7) * block + (((row >>> 1) & 48) | (row & 15));
    store<u8>(at, load<u8>(at) | (code << ((row >>> 2) & 4)));
  }
}

function place<Codes>(
  columnStart: usize,
  rowIndex: usize,
  codes: usize,
  stored: u32,
  cells: usize,
  from: u32,
  to: u32,
): void {
  const block = usize(stored) * BLOCK;
  for (let c = from; c < to; c++) {
    const end = load<u32>(columnStart + usize(c) * 4, 4);
    const base = cells + usize(c) * BLOCK;
    for (let k = load<u32>(columnStart + usize(c) * 4); k < end; k++)
      putCode<Codes>(base, block, load<u32>(rowIndex + usize(k) * 4), load<u8>(codes + k));
  }
}

function placeBits<Codes>(
  columnStart: usize,
  bits: usize,
  rows: u32,
  codes: usize,
  stored: u32,
  cells: usize,
  from: u32,
  to: u32,
): void {
  const block = usize(stored) * BLOCK;
  for (let c = from; c < to; c++) {
    let code = codes + usize(load<u32>(columnStart + usize(c) * 4));
    const base = cells + usize(c) * BLOCK;
    const first = c * rows;
    const behind = first + rows;
    for (let position = first; position < behind; ) {
      let word = bitsFrom(bits, position, behind);
      const next = (position | 63) + 1;
      for (; word != 0; word &= word - 1) {
        putCode<Codes>(base, block, position - first + u32(ctz(word)), load<u8>(code));
        code++;
      }
      position = next;
    }
  }
}

/** Writes the codes of stored columns [from, to) into their cells. */
export function placeCells(
  columnStart: usize,
  rowIndex: usize,
  codes: usize,
  stored: u32,
  cells: usize,
  from: u32,
  to: u32,
): void {
  place<u8>(columnStart, rowIndex, codes, stored, cells, from, to);
}

/** The same, two codes in a byte. */
export function placeHalves(
  columnStart: usize,
  rowIndex: usize,
  codes: usize,
  stored: u32,
  cells: usize,
  from: u32,
  to: u32,
): void {
  place<u16>(columnStart, rowIndex, codes, stored, cells, from, to);
}

/** Where places are bits: that of a row of a column stands at column x rows + row. */
export function placeCellsOfBits(
  columnStart: usize,
  bits: usize,
  rows: u32,
  codes: usize,
  stored: u32,
  cells: usize,
  from: u32,
  to: u32,
): void {
  placeBits<u8>(columnStart, bits, rows, codes, stored, cells, from, to);
}

/** The same, two codes in a byte. */
export function placeHalvesOfBits(
  columnStart: usize,
  bits: usize,
  rows: u32,
  codes: usize,
  stored: u32,
  cells: usize,
  from: u32,
  to: u32,
): void {
  placeBits<u16>(columnStart, bits, rows, codes, stored, cells, from, to);
}

/** Round half to even of what is 2^shift too large. */
function rounded(product: v128, shift: u32): v128 {
  if (shift == 0) return product;
  const odd = v128.and(i32x4.shr_s(product, shift), i32x4.splat(1));
  const half = i32x4.splat((1 << (shift - 1)) - 1);
  return i32x4.shr_s(i32x4.add(product, i32x4.add(half, odd)), shift);
}

/**
 * Products of 16 weights with each of `count` inputs, all raw integers of up to 16 bits, rounded by `shift` and clipped to [low, high]; as two planes of 16 bytes an input. `clips` gets a byte for
 * each input: whether a product was clipped. Returns the sum over the inputs of the largest magnitude.
 */
export function fixedProducts(
  weights: usize,
  inputs: usize,
  count: u32,
  shift: u32,
  low: i32,
  high: i32,
  planes: usize,
  clips: usize,
): u32 {
  const first = v128.load(weights);
  const second = v128.load(weights, 16);
  const lowest = i16x8.splat(low as i16);
  const highest = i16x8.splat(high as i16);
  let reach: u32 = 0;
  for (let n: u32 = 0; n < count; n++) {
    const input = i16x8.splat(load<i32>(inputs + n * 4) as i16);
    const a = rounded(i32x4.extmul_low_i16x8_s(first, input), shift);
    const b = rounded(i32x4.extmul_high_i16x8_s(first, input), shift);
    const c = rounded(i32x4.extmul_low_i16x8_s(second, input), shift);
    const d = rounded(i32x4.extmul_high_i16x8_s(second, input), shift);
    const ab = i16x8.max_s(i16x8.min_s(i16x8.narrow_i32x4_s(a, b), highest), lowest);
    const cd = i16x8.max_s(i16x8.min_s(i16x8.narrow_i32x4_s(c, d), highest), lowest);
    let isClipped = i32x4.ne(i32x4.extend_low_i16x8_s(ab), a);
    isClipped = v128.or(isClipped, i32x4.ne(i32x4.extend_high_i16x8_s(ab), b));
    isClipped = v128.or(isClipped, i32x4.ne(i32x4.extend_low_i16x8_s(cd), c));
    isClipped = v128.or(isClipped, i32x4.ne(i32x4.extend_high_i16x8_s(cd), d));
    store<u8>(clips + n, u8(v128.any_true(isClipped)));
    reach += largestOf(i16x8.max_u(i16x8.abs(ab), i16x8.abs(cd)));
    putPlanes(planes + usize(n) * 32, ab, cd);
  }
  return reach;
}

/** Stores numbers of 16 bits as two planes: lower bytes and upper ones. */
export function putPlanes(at: usize, ab: v128, cd: v128): void {
  v128.store(at, v128.shuffle<u8>(ab, cd, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30));
  v128.store(at, v128.shuffle<u8>(ab, cd, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), 16);
}

/** The largest of 8 unsigned lanes. */
export function largestOf(lanes: v128): u32 {
  let most = lanes;
  most = i16x8.max_u(most, v128.shuffle<u8>(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  most = i16x8.max_u(most, v128.shuffle<u8>(most, most, 4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15));
  most = i16x8.max_u(most, v128.shuffle<u8>(most, most, 2, 3, 0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  return u32(i16x8.extract_lane_u(most, 0));
}

/** Products of 16 weights with each of `count` inputs in single precision, as four planes of 16 bytes an input. Returns whether all are finite. */
export function floatProducts(weights: usize, inputs: usize, count: u32, planes: usize): u32 {
  const exponent = i32x4.splat(0x7f800000);
  let isInfinite = i32x4.splat(0);
  for (let n: usize = 0; n < count; n++) {
    const input = f32x4.splat(load<f32>(inputs + n * 4));
    const a = f32x4.mul(v128.load(weights), input);
    const b = f32x4.mul(v128.load(weights, 16), input);
    const c = f32x4.mul(v128.load(weights, 32), input);
    const d = f32x4.mul(v128.load(weights, 48), input);
    isInfinite = v128.or(isInfinite, i32x4.eq(v128.and(a, exponent), exponent));
    isInfinite = v128.or(isInfinite, i32x4.eq(v128.and(b, exponent), exponent));
    isInfinite = v128.or(isInfinite, i32x4.eq(v128.and(c, exponent), exponent));
    isInfinite = v128.or(isInfinite, i32x4.eq(v128.and(d, exponent), exponent));
    const even = v128.shuffle<u8>(a, b, 0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29);
    const evenRest = v128.shuffle<u8>(c, d, 0, 4, 8, 12, 16, 20, 24, 28, 1, 5, 9, 13, 17, 21, 25, 29);
    const odd = v128.shuffle<u8>(a, b, 2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, 31);
    const oddRest = v128.shuffle<u8>(c, d, 2, 6, 10, 14, 18, 22, 26, 30, 3, 7, 11, 15, 19, 23, 27, 31);
    const at = planes + n * 64;
    v128.store(at, v128.shuffle<i64>(even, evenRest, 0, 2));
    v128.store(at, v128.shuffle<i64>(even, evenRest, 1, 3), 16);
    v128.store(at, v128.shuffle<i64>(odd, oddRest, 0, 2), 32);
    v128.store(at, v128.shuffle<i64>(odd, oddRest, 1, 3), 48);
  }
  return u32(!v128.any_true(isInfinite));
}

/** Numbers of 16 bits that cells select: 8 rows from the lower cells, and 8 from the upper. */
export function lower(low: v128, high: v128): v128 {
  return v128.shuffle<u8>(low, high, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

export function upper(low: v128, high: v128): v128 {
  return v128.shuffle<u8>(low, high, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** Adds the columns of `count` inputs to the sums of rows, 16 bits each, of a block of 64; no sum may leave 16 bits. `block` is where the cells of the block begin. */
export function addNarrow(columns: usize, count: u32, planes: usize, block: usize, sums: usize): void {
  let s0 = v128.load(sums);
  let s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32);
  let s3 = v128.load(sums, 48);
  let s4 = v128.load(sums, 64);
  let s5 = v128.load(sums, 80);
  let s6 = v128.load(sums, 96);
  let s7 = v128.load(sums, 112);
  const end = columns + usize(count) * 4;
  for (let at = columns, table = planes; at < end; at += 4, table += 32) {
    const cells = block + usize(load<u32>(at)) * BLOCK;
    const low = v128.load(table);
    const high = v128.load(table, 16);
    let codes = v128.load(cells);
    let lows = v128.swizzle(low, codes);
    let highs = v128.swizzle(high, codes);
    s0 = i16x8.add(s0, lower(lows, highs));
    s1 = i16x8.add(s1, upper(lows, highs));
    codes = v128.load(cells, 16);
    lows = v128.swizzle(low, codes);
    highs = v128.swizzle(high, codes);
    s2 = i16x8.add(s2, lower(lows, highs));
    s3 = i16x8.add(s3, upper(lows, highs));
    codes = v128.load(cells, 32);
    lows = v128.swizzle(low, codes);
    highs = v128.swizzle(high, codes);
    s4 = i16x8.add(s4, lower(lows, highs));
    s5 = i16x8.add(s5, upper(lows, highs));
    codes = v128.load(cells, 48);
    lows = v128.swizzle(low, codes);
    highs = v128.swizzle(high, codes);
    s6 = i16x8.add(s6, lower(lows, highs));
    s7 = i16x8.add(s7, upper(lows, highs));
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
}

/** The same where sums may leave [low, high]: every sum is clipped. Returns how many were. */
export function addClippedNarrow(
  columns: usize,
  count: u32,
  planes: usize,
  block: usize,
  sums: usize,
  low: i32,
  high: i32,
): u32 {
  const lowest = i16x8.splat(low as i16);
  const highest = i16x8.splat(high as i16);
  const end = columns + usize(count) * 4;
  let clipped: u32 = 0;
  for (let at = columns, table = planes; at < end; at += 4, table += 32) {
    const cells = block + usize(load<u32>(at)) * BLOCK;
    for (let part: usize = 0; part < 4; part++) {
      const codes = v128.load(cells + part * 16);
      const lows = v128.swizzle(v128.load(table), codes);
      const highs = v128.swizzle(v128.load(table, 16), codes);
      for (let half: usize = 0; half < 2; half++) {
        const product = half == 0 ? lower(lows, highs) : upper(lows, highs);
        const to = sums + part * 32 + half * 16;
        const before = v128.load(to);
        const sum = i16x8.max_s(i16x8.min_s(i16x8.add_sat_s(before, product), highest), lowest);
        clipped += popcnt(i16x8.bitmask(i16x8.ne(sum, i16x8.add(before, product))));
        v128.store(to, sum);
      }
    }
  }
  return clipped;
}

/** The largest magnitude of `count` numbers of 16 bits, a multiple of 8. */
export function reachOf(sums: usize, count: u32): u32 {
  let most = i16x8.splat(0);
  for (let at = sums, end = sums + usize(count) * 2; at < end; at += 16)
    most = i16x8.max_u(most, i16x8.abs(v128.load(at)));
  return largestOf(most);
}

/** Floats that cells select from four planes: the first, second, third and last four of 16 rows, from interleaved halves. */
function quarter(low: v128, high: v128, isUpper: bool): v128 {
  return isUpper
    ? v128.shuffle<i16>(low, high, 4, 12, 5, 13, 6, 14, 7, 15)
    : v128.shuffle<i16>(low, high, 0, 8, 1, 9, 2, 10, 3, 11);
}

/** Adds the columns of `count` inputs to the sums of the 64 rows of a block in single precision, 32 rows at a time. */
export function addFloats(columns: usize, count: u32, planes: usize, block: usize, sums: usize): void {
  const end = columns + usize(count) * 4;
  for (let part: usize = 0; part < 2; part++) {
    const own = sums + part * 128;
    const first = block + part * 32;
    let s0 = v128.load(own);
    let s1 = v128.load(own, 16);
    let s2 = v128.load(own, 32);
    let s3 = v128.load(own, 48);
    let s4 = v128.load(own, 64);
    let s5 = v128.load(own, 80);
    let s6 = v128.load(own, 96);
    let s7 = v128.load(own, 112);
    for (let at = columns, table = planes; at < end; at += 4, table += 64) {
      const cells = first + usize(load<u32>(at)) * BLOCK;
      const table0 = v128.load(table);
      const table1 = v128.load(table, 16);
      const table2 = v128.load(table, 32);
      const table3 = v128.load(table, 48);
      let codes = v128.load(cells);
      let byte0 = v128.swizzle(table0, codes);
      let byte1 = v128.swizzle(table1, codes);
      let byte2 = v128.swizzle(table2, codes);
      let byte3 = v128.swizzle(table3, codes);
      let low = lower(byte0, byte1);
      let high = lower(byte2, byte3);
      s0 = f32x4.add(s0, quarter(low, high, false));
      s1 = f32x4.add(s1, quarter(low, high, true));
      low = upper(byte0, byte1);
      high = upper(byte2, byte3);
      s2 = f32x4.add(s2, quarter(low, high, false));
      s3 = f32x4.add(s3, quarter(low, high, true));
      codes = v128.load(cells, 16);
      byte0 = v128.swizzle(table0, codes);
      byte1 = v128.swizzle(table1, codes);
      byte2 = v128.swizzle(table2, codes);
      byte3 = v128.swizzle(table3, codes);
      low = lower(byte0, byte1);
      high = lower(byte2, byte3);
      s4 = f32x4.add(s4, quarter(low, high, false));
      s5 = f32x4.add(s5, quarter(low, high, true));
      low = upper(byte0, byte1);
      high = upper(byte2, byte3);
      s6 = f32x4.add(s6, quarter(low, high, false));
      s7 = f32x4.add(s7, quarter(low, high, true));
    }
    v128.store(own, s0);
    v128.store(own, s1, 16);
    v128.store(own, s2, 32);
    v128.store(own, s3, 48);
    v128.store(own, s4, 64);
    v128.store(own, s5, 80);
    v128.store(own, s6, 96);
    v128.store(own, s7, 112);
  }
}
