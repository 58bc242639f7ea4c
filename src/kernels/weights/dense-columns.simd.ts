/**
 * A dense matrix, row after row, becomes compressed columns in two steps: its rows are dealt to strips of 16 bytes (8 or 4 columns), each strip row after row; then
 * the columns of a strip are taken one by one, with what is not 0.
 */

/**
 * Deals `rows` rows of `rowBytes` bytes to the strips at `to`, `stripBytes` apart; up to 15 bytes behind the last row are read. Sets the word at `flagAt` where a
 * magnitude is beyond `largest`. Returns how many elements are not 0.
 */
function deal<T>(
  from: usize,
  rowBytes: usize,
  rows: u32,
  to: usize,
  stripBytes: usize,
  largest: u32,
  flagAt: usize,
): u32 {
  const magnitudes = v128.splat<T>((sizeof<T>() == 2 ? 0x7fff : 0x7fffffff) as T);
  const limit = v128.splat<T>(largest as T);
  const zero = i64x2.splat(0);
  const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const four = stripBytes * 4;
  let beyond = zero;
  let count = zero;
  let line: usize = 0;
  for (; line + 64 <= rowBytes; line += 64, to += four) {
    let found = zero;
    let at = from + line;
    let into = to;
    for (let r: u32 = 0; r < rows; r++, at += rowBytes, into += 16) {
      for (let part: usize = 0; part < 4; part++) {
        const elements = v128.load(at + part * 16);
        v128.store(into + part * stripBytes, elements);
        const magnitude = v128.and(elements, magnitudes);
        beyond = v128.or(beyond, v128.gt<T>(magnitude, limit));
        found = v128.sub<T>(found, v128.ne<T>(magnitude, zero));
      }
    }
    count = i32x4.add(count, sizeof<T>() == 2 ? i32x4.extadd_pairwise_i16x8_u(found) : found);
  }
  for (; line < rowBytes; line += 16, to += stripBytes) {
    const own = i8x16.lt_u(places, i8x16.splat(min<usize>(16, rowBytes - line) as i8));
    let found = zero;
    let at = from + line;
    let into = to;
    for (let r: u32 = 0; r < rows; r++, at += rowBytes, into += 16) {
      const elements = v128.and(v128.load(at), own);
      v128.store(into, elements);
      const magnitude = v128.and(elements, magnitudes);
      beyond = v128.or(beyond, v128.gt<T>(magnitude, limit));
      found = v128.sub<T>(found, v128.ne<T>(magnitude, zero));
    }
    count = i32x4.add(count, sizeof<T>() == 2 ? i32x4.extadd_pairwise_i16x8_u(found) : found);
  }
  if (v128.any_true(beyond)) store<u32>(flagAt, 1);
  return (
    i32x4.extract_lane(count, 0) +
    i32x4.extract_lane(count, 1) +
    i32x4.extract_lane(count, 2) +
    i32x4.extract_lane(count, 3)
  );
}

export function dealHalves(
  from: usize,
  rowBytes: usize,
  rows: u32,
  to: usize,
  stripBytes: usize,
  largest: u32,
  flagAt: usize,
): u32 {
  return deal<u16>(from, rowBytes, rows, to, stripBytes, largest, flagAt);
}

export function dealWords(
  from: usize,
  rowBytes: usize,
  rows: u32,
  to: usize,
  stripBytes: usize,
  largest: u32,
  flagAt: usize,
): u32 {
  return deal<u32>(from, rowBytes, rows, to, stripBytes, largest, flagAt);
}

/** Four patterns of 16 bits as floats. */
function widened(four: v128, isBrain: bool): v128 {
  if (isBrain) return i32x4.shl(four, 16);
  const sign = i32x4.shl(v128.and(four, i32x4.splat(0x8000)), 16);
  const magnitude = i32x4.shl(v128.and(four, i32x4.splat(0x7fff)), 13);
  // half precision's exponent is 112 less; the product is exact for subnormal ones too
  return v128.or(f32x4.mul(magnitude, f32x4.splat(5.192296858534828e33)), sign);
}

/** Writes what is not 0 of eight elements of a column, from `to` on, and the bits of their places; 32 bytes are overwritten whatever their number. Returns what follows. */
function putHalves(column: v128, isBrain: bool, fronts: usize, bitsTo: usize, to: usize): usize {
  const isZero = i16x8.eq(v128.and(column, i16x8.splat(0x7fff)), i16x8.splat(0));
  const bits = usize(i16x8.bitmask(isZero)) ^ 0xff;
  store<u8>(bitsTo, bits as u8);
  const packed = i8x16.swizzle(column, v128.load(fronts + (bits << 4)));
  v128.store(to, widened(i32x4.extend_low_i16x8_u(packed), isBrain));
  v128.store(to, widened(i32x4.extend_high_i16x8_u(packed), isBrain), 16);
  return to + (popcnt(bits) << 2);
}

/**
 * Takes what is not 0 of the eight columns of a strip of `rows` rows, a multiple of 8: values of column c from valuesTo + c x `stride` on, a bit for each row from
 * bitsTo + c x rows / 8 on, their number to `counts`. `fronts` says for each set of lanes which bytes move to the front.
 */
function takeStrip(
  strip: usize,
  rows: u32,
  isBrain: bool,
  fronts: usize,
  bitsTo: usize,
  valuesTo: usize,
  stride: usize,
  counts: usize,
): void {
  const own = usize(rows >>> 3);
  let c0 = valuesTo;
  let c1 = c0 + stride;
  let c2 = c1 + stride;
  let c3 = c2 + stride;
  let c4 = c3 + stride;
  let c5 = c4 + stride;
  let c6 = c5 + stride;
  let c7 = c6 + stride;
  for (let r: u32 = 0; r < rows; r += 8, strip += 128, bitsTo++) {
    const r0 = v128.load(strip);
    const r1 = v128.load(strip, 16);
    const r2 = v128.load(strip, 32);
    const r3 = v128.load(strip, 48);
    const r4 = v128.load(strip, 64);
    const r5 = v128.load(strip, 80);
    const r6 = v128.load(strip, 96);
    const r7 = v128.load(strip, 112);
    // pairs, fours and eights of rows for each column
    const a0 = v128.shuffle<u16>(r0, r1, 0, 8, 1, 9, 2, 10, 3, 11);
    const a1 = v128.shuffle<u16>(r0, r1, 4, 12, 5, 13, 6, 14, 7, 15);
    const a2 = v128.shuffle<u16>(r2, r3, 0, 8, 1, 9, 2, 10, 3, 11);
    const a3 = v128.shuffle<u16>(r2, r3, 4, 12, 5, 13, 6, 14, 7, 15);
    const a4 = v128.shuffle<u16>(r4, r5, 0, 8, 1, 9, 2, 10, 3, 11);
    const a5 = v128.shuffle<u16>(r4, r5, 4, 12, 5, 13, 6, 14, 7, 15);
    const a6 = v128.shuffle<u16>(r6, r7, 0, 8, 1, 9, 2, 10, 3, 11);
    const a7 = v128.shuffle<u16>(r6, r7, 4, 12, 5, 13, 6, 14, 7, 15);
    const b0 = v128.shuffle<u32>(a0, a2, 0, 4, 1, 5);
    const b1 = v128.shuffle<u32>(a0, a2, 2, 6, 3, 7);
    const b2 = v128.shuffle<u32>(a1, a3, 0, 4, 1, 5);
    const b3 = v128.shuffle<u32>(a1, a3, 2, 6, 3, 7);
    const b4 = v128.shuffle<u32>(a4, a6, 0, 4, 1, 5);
    const b5 = v128.shuffle<u32>(a4, a6, 2, 6, 3, 7);
    const b6 = v128.shuffle<u32>(a5, a7, 0, 4, 1, 5);
    const b7 = v128.shuffle<u32>(a5, a7, 2, 6, 3, 7);
    c0 = putHalves(v128.shuffle<u64>(b0, b4, 0, 2), isBrain, fronts, bitsTo, c0);
    c1 = putHalves(v128.shuffle<u64>(b0, b4, 1, 3), isBrain, fronts, bitsTo + own, c1);
    c2 = putHalves(v128.shuffle<u64>(b1, b5, 0, 2), isBrain, fronts, bitsTo + own * 2, c2);
    c3 = putHalves(v128.shuffle<u64>(b1, b5, 1, 3), isBrain, fronts, bitsTo + own * 3, c3);
    c4 = putHalves(v128.shuffle<u64>(b2, b6, 0, 2), isBrain, fronts, bitsTo + own * 4, c4);
    c5 = putHalves(v128.shuffle<u64>(b2, b6, 1, 3), isBrain, fronts, bitsTo + own * 5, c5);
    c6 = putHalves(v128.shuffle<u64>(b3, b7, 0, 2), isBrain, fronts, bitsTo + own * 6, c6);
    c7 = putHalves(v128.shuffle<u64>(b3, b7, 1, 3), isBrain, fronts, bitsTo + own * 7, c7);
  }
  putCount(counts, c0, valuesTo);
  putCount(counts + 4, c1, valuesTo + stride);
  putCount(counts + 8, c2, valuesTo + stride * 2);
  putCount(counts + 12, c3, valuesTo + stride * 3);
  putCount(counts + 16, c4, valuesTo + stride * 4);
  putCount(counts + 20, c5, valuesTo + stride * 5);
  putCount(counts + 24, c6, valuesTo + stride * 6);
  putCount(counts + 28, c7, valuesTo + stride * 7);
}

function putCount(at: usize, end: usize, start: usize): void {
  store<u32>(at, ((end - start) >>> 2) as u32);
}

export function takeBrainStrip(
  strip: usize,
  rows: u32,
  fronts: usize,
  bitsTo: usize,
  valuesTo: usize,
  stride: usize,
  counts: usize,
): void {
  takeStrip(strip, rows, true, fronts, bitsTo, valuesTo, stride, counts);
}

export function takeHalfStrip(
  strip: usize,
  rows: u32,
  fronts: usize,
  bitsTo: usize,
  valuesTo: usize,
  stride: usize,
  counts: usize,
): void {
  takeStrip(strip, rows, false, fronts, bitsTo, valuesTo, stride, counts);
}

/** The same of four floats of a column; where they are the second four of eight rows, their bits are the upper ones. */
function putWords(column: v128, fronts: usize, isUpper: bool, bitsTo: usize, to: usize): usize {
  const bits = usize(i32x4.bitmask(f32x4.ne(column, f32x4.splat(0))));
  store<u8>(bitsTo, (isUpper ? usize(load<u8>(bitsTo)) | (bits << 4) : bits) as u8);
  v128.store(to, i8x16.swizzle(column, v128.load(fronts + (bits << 4))));
  return to + (popcnt(bits) << 2);
}

/** The same of the four columns of a strip of floats. */
export function takeWordStrip(
  strip: usize,
  rows: u32,
  fronts: usize,
  bitsTo: usize,
  valuesTo: usize,
  stride: usize,
  counts: usize,
): void {
  const own = usize(rows >>> 3);
  let c0 = valuesTo;
  let c1 = c0 + stride;
  let c2 = c1 + stride;
  let c3 = c2 + stride;
  for (let r: u32 = 0; r < rows; r += 4, strip += 64) {
    const isUpper = (r & 4) != 0;
    const at = bitsTo + (r >>> 3);
    const r0 = v128.load(strip);
    const r1 = v128.load(strip, 16);
    const r2 = v128.load(strip, 32);
    const r3 = v128.load(strip, 48);
    const a0 = v128.shuffle<u32>(r0, r1, 0, 4, 1, 5);
    const a1 = v128.shuffle<u32>(r0, r1, 2, 6, 3, 7);
    const a2 = v128.shuffle<u32>(r2, r3, 0, 4, 1, 5);
    const a3 = v128.shuffle<u32>(r2, r3, 2, 6, 3, 7);
    c0 = putWords(v128.shuffle<u64>(a0, a2, 0, 2), fronts, isUpper, at, c0);
    c1 = putWords(v128.shuffle<u64>(a0, a2, 1, 3), fronts, isUpper, at + own, c1);
    c2 = putWords(v128.shuffle<u64>(a1, a3, 0, 2), fronts, isUpper, at + own * 2, c2);
    c3 = putWords(v128.shuffle<u64>(a1, a3, 1, 3), fronts, isUpper, at + own * 3, c3);
  }
  putCount(counts, c0, valuesTo);
  putCount(counts + 4, c1, valuesTo + stride);
  putCount(counts + 8, c2, valuesTo + stride * 2);
  putCount(counts + 12, c3, valuesTo + stride * 3);
}
