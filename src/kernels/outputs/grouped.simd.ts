import { lower, putPlanes, upper } from './cells.simd';

/**
 * Sums that no order changes: of 16 bits, none of which can leave its range. The products of most inputs fit a byte, and so do the sums of a few of them: inputs are
 * taken in groups by the largest of their products, so that a group is added up in bytes. What limits that is how fast cells come: codes lie two in a byte,
 * [block of 128 rows][column][row], the first 64 rows of a block in the lower halves.
 */

/** 16 codes: the upper halves of cells where `Half` takes two bytes, else the lower ones. */
function codesOf<Half>(cells: v128): v128 {
  return sizeof<Half>() == 2 ? i8x16.shr_u(cells, 4) : v128.and(cells, i8x16.splat(15));
}

/** Inputs of a call, and the kinds of groups: of 16, 8, 4, 2 and 1 inputs in bytes, and inputs whose products need 16 bits. */
const MOST: usize = 256;
const KINDS: u32 = 6;

/** Where in a block of 2,328 bytes the sorted inputs lie: columns, inputs, ends of the kinds, and the kind of each input before it is sorted. */
const INPUTS: usize = MOST * 4;
const ENDS: usize = INPUTS + MOST * 4;
const KIND: usize = ENDS + 32;

/** The kind of an input that gives no product but 0. */
const NONE: u32 = 0xff;

/**
 * Sorts inputs by the largest magnitude of their products with weights of up to `magnitude`, rounded half to even by `shift`; those whose products are all 0 are left out.
 * Returns the sum of these magnitudes, or 2^32 - 1 where one is above `limit`.
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
  const half: u32 = shift == 0 ? 0 : (1 << (shift - 1)) - 1;
  const odd: u32 = shift == 0 ? 0 : 1;
  memory.fill(sorted + ENDS, 0, 32);
  let reach: u32 = 0;
  for (let n: u32 = 0; n < count; n++) {
    const product = u32(abs(load<i32>(inputs + n * 4))) * magnitude;
    const largest = (product + half + ((product >>> shift) & odd)) >>> shift;
    if (largest > limit) return 0xffffffff;
    reach += largest;
    const bits = 32 - clz(largest);
    const kind = min<u32>(bits > 3 ? bits - 3 : 0, KINDS - 1);
    store<u8>(sorted + n, bits == 0 ? NONE : kind, KIND);
    if (bits == 0) continue;
    const at = sorted + usize(kind) * 4;
    store<u32>(at, load<u32>(at, ENDS) + 1, ENDS);
  }
  // from how many there are of each kind to where they begin
  let start: u32 = 0;
  for (let at = sorted; at < sorted + KINDS * 4; at += 4) {
    const own = load<u32>(at, ENDS);
    store<u32>(at, start, ENDS);
    start += own;
  }
  for (let n: u32 = 0; n < count; n++) {
    const kind = load<u8>(sorted + n, KIND);
    if (kind == NONE) continue;
    const at = sorted + usize(kind) * 4;
    const place = load<u32>(at, ENDS);
    store<u32>(at, place + 1, ENDS);
    store<u32>(sorted + usize(place) * 4, load<u32>(columns + n * 4));
    store<u32>(sorted + usize(place) * 4, load<u32>(inputs + n * 4), INPUTS);
  }
  return reach;
}

/** Products of 16 weights with sorted inputs, none of which is clipped, as two planes of 16 bytes an input: lower bytes and upper ones. */
export function groupedProducts(weights: usize, shift: u32, sorted: usize, planes: usize): void {
  if (shift == 8) products<u8>(weights, shift, sorted, planes);
  else products<u32>(weights, shift, sorted, planes);
}

/** A `Shift` of one byte stands for a shift by 8: one instruction and not four. */
function products<Shift>(weights: usize, shift: u32, sorted: usize, planes: usize): void {
  const first = v128.load(weights);
  const second = v128.load(weights, 16);
  const end = sorted + usize(load<u32>(sorted + (KINDS - 1) * 4, ENDS)) * 4;
  for (let at = sorted; at < end; at += 4, planes += 32) {
    const input = v128.load_splat<u16>(at, INPUTS);
    const ab = eight<Shift>(first, input, shift);
    const cd = eight<Shift>(second, input, shift);
    putPlanes(planes, ab, cd);
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

/** Adds sorted inputs to the sums of rows, 16 bits each, of the first 64 rows of a block (or the other 64), whose cells begin at `block`. */
export function addGrouped(sorted: usize, planes: usize, block: usize, isUpper: u32, sums: usize): void {
  if (isUpper) add<u16>(sorted, planes, block, sums);
  else add<u8>(sorted, planes, block, sums);
}

function add<Half>(sorted: usize, planes: usize, block: usize, sums: usize): void {
  let s0 = v128.load(sums);
  let s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32);
  let s3 = v128.load(sums, 48);
  let s4 = v128.load(sums, 64);
  let s5 = v128.load(sums, 80);
  let s6 = v128.load(sums, 96);
  let s7 = v128.load(sums, 112);
  let at = sorted;
  let table = planes;
  let group: usize = 64;
  for (let kind = sorted; kind < sorted + (KINDS - 1) * 4; kind += 4, group >>>= 1) {
    const end = sorted + usize(load<u32>(kind, ENDS)) * 4;
    while (at < end) {
      let b0 = i8x16.splat(0);
      let b1 = b0;
      let b2 = b0;
      let b3 = b0;
      for (const behind = min(at + group, end); at < behind; at += 4, table += 32) {
        const cells = block + (usize(load<u32>(at)) << 6);
        const products = v128.load(table);
        b0 = i8x16.add(b0, v128.swizzle(products, codesOf<Half>(v128.load(cells))));
        b1 = i8x16.add(b1, v128.swizzle(products, codesOf<Half>(v128.load(cells, 16))));
        b2 = i8x16.add(b2, v128.swizzle(products, codesOf<Half>(v128.load(cells, 32))));
        b3 = i8x16.add(b3, v128.swizzle(products, codesOf<Half>(v128.load(cells, 48))));
      }
      s0 = i16x8.add(s0, i16x8.extend_low_i8x16_s(b0));
      s1 = i16x8.add(s1, i16x8.extend_high_i8x16_s(b0));
      s2 = i16x8.add(s2, i16x8.extend_low_i8x16_s(b1));
      s3 = i16x8.add(s3, i16x8.extend_high_i8x16_s(b1));
      s4 = i16x8.add(s4, i16x8.extend_low_i8x16_s(b2));
      s5 = i16x8.add(s5, i16x8.extend_high_i8x16_s(b2));
      s6 = i16x8.add(s6, i16x8.extend_low_i8x16_s(b3));
      s7 = i16x8.add(s7, i16x8.extend_high_i8x16_s(b3));
    }
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
  // few inputs have products of 16 bits
  const last = sorted + usize(load<u32>(sorted + (KINDS - 1) * 4, ENDS)) * 4;
  for (; at < last; at += 4, table += 32) {
    const cells = block + (usize(load<u32>(at)) << 6);
    for (let part: usize = 0; part < 64; part += 16) {
      const codes = codesOf<Half>(v128.load(cells + part));
      const lows = v128.swizzle(v128.load(table), codes);
      const highs = v128.swizzle(v128.load(table, 16), codes);
      const own = sums + 2 * part;
      v128.store(own, i16x8.add(v128.load(own), lower(lows, highs)));
      v128.store(own, i16x8.add(v128.load(own, 16), upper(lows, highs)), 16);
    }
  }
}
