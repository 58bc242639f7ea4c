import { lower, putPlanes, upper } from './cells.simd';

/**
 * Sums that no order changes: of 16 bits, none of which can leave its range. The products of most inputs fit a byte, and so do the sums of a few of them: inputs are
 * taken in groups by the largest of their products, so that a group is added up in bytes. Codes lie two in a byte, [block of 128 rows][column][row], of each 32 rows the
 * first 16 in the lower halves of 16 bytes and the others in the upper ones.
 */

/** Inputs of a call, and the kinds of groups: of 8, 4, 2 and 1 inputs in bytes, and inputs whose products need 16 bits; behind them those whose products are all 0. */
const MOST: usize = 256;
const KINDS: u32 = 5;
const WIDE: u32 = KINDS - 1;
/** The largest product of an input of the first kind; that of the next is twice as large and 1. */
const SMALLEST: u32 = 15;

/** Where in a block of 3,136 bytes lie the sorted inputs (where the cells of its column begin in a block, and the input), the ends of the kinds, and the kind of each input before it is sorted. */
const ENDS: usize = MOST * 8;
const KIND: usize = ENDS + 64;

/**
 * Sorts inputs by the largest magnitude of their products with weights of up to `magnitude`, rounded half to even by `shift`; those whose products are all 0 are left out.
 * Returns the sum of these magnitudes, or 2^32 - 1 where one is above `limit`. Inputs may be read up to the next multiple of 4.
 */
export function groupInputs(
  columns: usize,
  inputs: usize,
  count: u32,
  magnitude: u32,
  shift: u32,
  limit: u32,
  sorted: usize,
): u32 {
  const half = i32x4.splat(shift == 0 ? 0 : (1 << (shift - 1)) - 1);
  const odd = i32x4.splat(shift == 0 ? 0 : 1);
  const weight = i32x4.splat(magnitude);
  const most = i32x4.splat(limit);
  const zero = i32x4.splat(0);
  // how many inputs are of a kind or of one behind it
  let from1 = zero;
  let from2 = zero;
  let from3 = zero;
  let from4 = zero;
  let from5 = zero;
  let sum = zero;
  let isFar = zero;
  let numbers = i32x4(0, 1, 2, 3);
  const behind = i32x4.splat(count);
  for (let n: usize = 0; n < usize(count) * 4; n += 16) {
    const product = i32x4.mul(i32x4.abs(v128.load(inputs + n)), weight);
    const even = v128.and(i32x4.shr_u(product, shift), odd);
    const rounded = i32x4.shr_u(i32x4.add(product, i32x4.add(half, even)), shift);
    const largest = v128.and(rounded, i32x4.lt_s(numbers, behind));
    numbers = i32x4.add(numbers, i32x4.splat(4));
    isFar = v128.or(isFar, i32x4.gt_s(largest, most));
    sum = i32x4.add(sum, largest);
    const is1 = i32x4.gt_s(largest, i32x4.splat(SMALLEST));
    const is2 = i32x4.gt_s(largest, i32x4.splat(2 * SMALLEST + 1));
    const is3 = i32x4.gt_s(largest, i32x4.splat(4 * SMALLEST + 3));
    const is4 = i32x4.gt_s(largest, i32x4.splat(8 * SMALLEST + 7));
    const is5 = i32x4.eq(largest, zero);
    from1 = i32x4.add(from1, v128.or(is1, is5));
    from2 = i32x4.add(from2, v128.or(is2, is5));
    from3 = i32x4.add(from3, v128.or(is3, is5));
    from4 = i32x4.add(from4, v128.or(is4, is5));
    from5 = i32x4.add(from5, is5);
    const kind = i32x4.add(i32x4.add(is1, is2), i32x4.add(is3, is4));
    v128.store(sorted + n, v128.bitselect(i32x4.splat(4 * KINDS), i32x4.shl(i32x4.neg(kind), 2), is5), KIND);
  }
  if (v128.any_true(isFar)) return 0xffffffff;
  // masks are -1
  const padded = i32((count + 3) & ~3);
  store<u32>(sorted, 0, ENDS);
  store<u32>(sorted, (padded + total(from1)) * 8, ENDS + 4);
  store<u32>(sorted, (padded + total(from2)) * 8, ENDS + 8);
  store<u32>(sorted, (padded + total(from3)) * 8, ENDS + 12);
  store<u32>(sorted, (padded + total(from4)) * 8, ENDS + 16);
  store<u32>(sorted, (padded + total(from5)) * 8, ENDS + 20);
  for (let n: usize = 0; n < usize(count) * 4; n += 4) {
    const at = sorted + usize(load<u32>(sorted + n, KIND));
    const place = load<u32>(at, ENDS);
    store<u32>(at, place + 8, ENDS);
    store<u32>(sorted + usize(place), load<u32>(columns + n) << 6);
    store<u32>(sorted + usize(place), load<u32>(inputs + n), 4);
  }
  // what is left of a kind behind whole groups joins the next one, in groups half as large
  let start: u32 = 0;
  for (let kind: u32 = 0; kind < WIDE - 1; kind++) {
    const at = sorted + usize(kind) * 4;
    start += (load<u32>(at, ENDS) - start) & ~((64 >> kind) - 1);
    store<u32>(at, start, ENDS);
  }
  return total(sum);
}

function total(lanes: v128): i32 {
  const pairs = i32x4.add(lanes, v128.shuffle<i32>(lanes, lanes, 2, 3, 0, 1));
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
}

/** Where the inputs of a kind end. */
function endOf(sorted: usize, kind: u32): usize {
  return sorted + usize(load<u32>(sorted + usize(kind) * 4, ENDS));
}

/**
 * Products of 16 weights with sorted inputs, none of which is clipped: 16 bytes an input where they fit a byte, so far above 0 that a group's sum lies 128 above that of its
 * products; behind them two planes of 16 bytes an input, lower bytes and upper ones.
 */
export function groupedProducts(weights: usize, shift: u32, sorted: usize, planes: usize): void {
  if (shift == 8) products<u8>(weights, shift, sorted, planes);
  else products<u32>(weights, shift, sorted, planes);
}

/** A `Shift` of one byte stands for a shift by 8: one instruction and not four. */
function products<Shift>(weights: usize, shift: u32, sorted: usize, planes: usize): void {
  const first = v128.load(weights);
  const second = v128.load(weights, 16);
  let at = sorted;
  for (let kind: u32 = 0; kind < WIDE; kind++) {
    const above = i8x16.splat(i8(((SMALLEST + 1) << kind) & 0xff));
    for (const end = endOf(sorted, kind); at < end; at += 8, planes += 16) {
      const input = v128.load_splat<u16>(at, 4);
      const bytes = i8x16.narrow_i16x8_s(eight<Shift>(first, input, shift), eight<Shift>(second, input, shift));
      v128.store(planes, i8x16.add(bytes, above));
    }
  }
  for (const end = endOf(sorted, WIDE); at < end; at += 8, planes += 32) {
    const input = v128.load_splat<u16>(at, 4);
    putPlanes(planes, eight<Shift>(first, input, shift), eight<Shift>(second, input, shift));
  }
}

function eight<Shift>(weights: v128, input: v128, shift: u32): v128 {
  return i16x8.narrow_i32x4_s(
    rounded<Shift>(i32x4.extmul_low_i16x8_s(weights, input), shift),
    rounded<Shift>(i32x4.extmul_high_i16x8_s(weights, input), shift),
  );
}

/** Half to even. */
function rounded<Shift>(product: v128, shift: u32): v128 {
  const by: u32 = sizeof<Shift>() == 1 ? 8 : shift;
  if (by == 0) return product;
  const odd = v128.and(i32x4.shr_s(product, by), i32x4.splat(1));
  const half = i32x4.splat((1 << (by - 1)) - 1);
  return i32x4.shr_s(i32x4.add(product, i32x4.add(half, odd)), by);
}

/** What 16 lower codes select. */
function low(products: v128, cells: v128, half: v128): v128 {
  return v128.swizzle(products, v128.and(cells, half));
}

/** What 16 upper codes select. */
function high(products: v128, cells: v128, half: v128): v128 {
  return v128.swizzle(products, v128.and(i16x8.shr_u(cells, 4), half));
}

/**
 * Adds sorted inputs to the sums of rows, 16 bits each, [block of 128 rows][row], of `rows` rows: 64 at a time stay in registers. Codes of block b begin at
 * `cells` + b x `stride`.
 */
export function addGrouped(sorted: usize, planes: usize, cells: usize, stride: u32, rows: u32, sums: usize): void {
  for (let row: u32 = 0; row < rows; row += 64)
    addRows(sorted, planes, cells + usize(row >>> 7) * stride + ((row >>> 1) & 32), sums + usize(row) * 2);
}

/**
 * 64 rows. Sums of a group of inputs are bytes above 0: 16 of them are added as 8 numbers of 16 bits, the byte of an even row and 256 times that of the odd row behind it, and
 * those of odd rows once more; in the end the sums of the even rows are what is left of the first (both modulo 2^16).
 */
function addRows(sorted: usize, planes: usize, cells: usize, sums: usize): void {
  let s0 = i8x16.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  const half = i8x16.splat(15);
  let at = sorted;
  let table = planes;
  let groups: u32 = 0;
  for (let kind: u32 = 0, group: usize = 64; kind < 2; kind++, group >>>= 1) {
    for (const end = endOf(sorted, kind); at < end; groups++) {
      let b0 = i8x16.splat(0);
      let b1 = b0;
      let b2 = b0;
      let b3 = b0;
      for (const behind = at + group; at < behind; at += 8, table += 16) {
        const own = cells + usize(load<u32>(at));
        const products = v128.load(table);
        const c0 = v128.load(own);
        const c1 = v128.load(own, 16);
        b0 = i8x16.add(b0, low(products, c0, half));
        b1 = i8x16.add(b1, high(products, c0, half));
        b2 = i8x16.add(b2, low(products, c1, half));
        b3 = i8x16.add(b3, high(products, c1, half));
      }
      s0 = i16x8.add(s0, b0);
      t0 = i16x8.add(t0, i16x8.shr_u(b0, 8));
      s1 = i16x8.add(s1, b1);
      t1 = i16x8.add(t1, i16x8.shr_u(b1, 8));
      s2 = i16x8.add(s2, b2);
      t2 = i16x8.add(t2, i16x8.shr_u(b2, 8));
      s3 = i16x8.add(s3, b3);
      t3 = i16x8.add(t3, i16x8.shr_u(b3, 8));
    }
  }
  for (const end = endOf(sorted, 2); at < end; at += 16, table += 32, groups++) {
    const own = cells + usize(load<u32>(at));
    const next = cells + usize(load<u32>(at, 8));
    const products = v128.load(table);
    const others = v128.load(table, 16);
    const c0 = v128.load(own);
    const d0 = v128.load(next);
    const b0 = i8x16.add(low(products, c0, half), low(others, d0, half));
    s0 = i16x8.add(s0, b0);
    t0 = i16x8.add(t0, i16x8.shr_u(b0, 8));
    const b1 = i8x16.add(high(products, c0, half), high(others, d0, half));
    s1 = i16x8.add(s1, b1);
    t1 = i16x8.add(t1, i16x8.shr_u(b1, 8));
    const c1 = v128.load(own, 16);
    const d1 = v128.load(next, 16);
    const b2 = i8x16.add(low(products, c1, half), low(others, d1, half));
    s2 = i16x8.add(s2, b2);
    t2 = i16x8.add(t2, i16x8.shr_u(b2, 8));
    const b3 = i8x16.add(high(products, c1, half), high(others, d1, half));
    s3 = i16x8.add(s3, b3);
    t3 = i16x8.add(t3, i16x8.shr_u(b3, 8));
  }
  for (const end = endOf(sorted, 3); at < end; at += 8, table += 16, groups++) {
    const own = cells + usize(load<u32>(at));
    const products = v128.load(table);
    const c0 = v128.load(own);
    const b0 = low(products, c0, half);
    s0 = i16x8.add(s0, b0);
    t0 = i16x8.add(t0, i16x8.shr_u(b0, 8));
    const b1 = high(products, c0, half);
    s1 = i16x8.add(s1, b1);
    t1 = i16x8.add(t1, i16x8.shr_u(b1, 8));
    const c1 = v128.load(own, 16);
    const b2 = low(products, c1, half);
    s2 = i16x8.add(s2, b2);
    t2 = i16x8.add(t2, i16x8.shr_u(b2, 8));
    const b3 = high(products, c1, half);
    s3 = i16x8.add(s3, b3);
    t3 = i16x8.add(t3, i16x8.shr_u(b3, 8));
  }
  const above = i16x8.splat((groups << 7) as i16);
  putSums(sums, s0, t0, above);
  putSums(sums + 32, s1, t1, above);
  putSums(sums + 64, s2, t2, above);
  putSums(sums + 96, s3, t3, above);
  // few inputs have products of 16 bits
  for (const end = endOf(sorted, WIDE); at < end; at += 8, table += 32) {
    const own = cells + usize(load<u32>(at));
    const lows = v128.load(table);
    const highs = v128.load(table, 16);
    for (let part: usize = 0; part < 32; part += 16) {
      const codes = v128.load(own + part);
      addWide(sums + part * 4, low(lows, codes, half), low(highs, codes, half));
      addWide(sums + part * 4 + 32, high(lows, codes, half), high(highs, codes, half));
    }
  }
}

/** Adds what was found of 16 rows to their sums. */
function putSums(at: usize, both: v128, odd: v128, above: v128): void {
  const even = i16x8.sub(i16x8.sub(both, i16x8.shl(odd, 8)), above);
  const others = i16x8.sub(odd, above);
  v128.store(at, i16x8.add(v128.load(at), v128.shuffle<i16>(even, others, 0, 8, 1, 9, 2, 10, 3, 11)));
  v128.store(at, i16x8.add(v128.load(at, 16), v128.shuffle<i16>(even, others, 4, 12, 5, 13, 6, 14, 7, 15)), 16);
}

function addWide(at: usize, lows: v128, highs: v128): void {
  v128.store(at, i16x8.add(v128.load(at), lower(lows, highs)));
  v128.store(at, i16x8.add(v128.load(at, 16), upper(lows, highs)), 16);
}
