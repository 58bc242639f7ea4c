import { addClippedNarrow, addNarrow, fixedProducts, largestOf, reachOf } from './cells.simd';
import { addFixed, Rules, rounded } from './direct.simd';

/** One matrix and many inputs, in raw integers of 16 bits: a product of a weight and an input is rounded and clipped, and so is every sum. */
@unmanaged
class ManySums {
  /** Column and input of each item of all products, and where those of each product end. */
  columns: usize;
  inputs: usize;
  ends: usize;
  /** Items at the end of each product that are left out: a bias with values of its own. */
  apart: u32;
  /** Cells of the weights, so many blocks of rows, each `stride` bytes long. */
  cells: usize;
  blocks: u32;
  stride: u32;
  /** Sums of the products, [product][block][row]. */
  sums: usize;
  /** A mark for each item some of whose products were clipped, and how many sums of each product were. */
  clips: usize;
  clipped: usize;
  rules: usize;
  /** Of weights as numbers: bounds on how far all items up to one can carry a sum, one more than there are items. */
  reaches: usize;
  /** Of weights by code: their values, and room for the products of a number of items. */
  table: usize;
  planes: usize;
  /** What is added in the end, a number for each row of all blocks, or 0; rows; what a step of a sum is worth, as the bits of a float; where the outputs go. */
  bias: usize;
  rows: u32;
  step: u32;
  outputs: usize;
}

/** Items between two looks at sums that might leave the range. */
const LOOK: u32 = 16;
/** Items whose products are in the tables at a time. */
const AT_ONCE: u32 = 256;

function endOf(work: ManySums, product: u32): u32 {
  return load<u32>(work.ends + usize(product) * 4);
}

function firstOf(work: ManySums, product: u32): u32 {
  return product == 0 ? 0 : endOf(work, product - 1);
}

function addClipped(work: ManySums, product: u32, clipped: u32): void {
  const at = work.clipped + usize(product) * 4;
  store<u32>(at, load<u32>(at) + clipped);
}

/** Eight products that cannot be clipped. */
function eight(weights: v128, input: v128, shift: u32, odd: v128, half: v128): v128 {
  return i16x8.narrow_i32x4_s(
    rounded(i32x4.extmul_low_i16x8_s(weights, input), shift, odd, half),
    rounded(i32x4.extmul_high_i16x8_s(weights, input), shift, odd, half),
  );
}

/** Sums of products [from, to) with weights that lie as numbers, 32 rows a block: each block is walked by all products before the next one. */
export function addManyFixed(many: usize, from: u32, to: u32): void {
  const work = changetype<ManySums>(many);
  const rule = changetype<Rules>(work.rules);
  const shift = rule.shift;
  const odd = i32x4.splat(shift == 0 ? 0 : 1);
  const half = i32x4.splat(shift == 0 ? 0 : (1 << (shift - 1)) - 1);
  const limit = u32(min(rule.high, -rule.low));
  const ofProduct = usize(work.blocks) * 64;
  for (let b: u32 = 0; b < work.blocks; b++) {
    const block = work.cells + usize(b) * work.stride;
    for (let k = from; k < to; k++) {
      const first = firstOf(work, k);
      const end = max(first, endOf(work, k) - work.apart);
      const own = work.sums + usize(k) * ofProduct + usize(b) * 64;
      const isSafe = load<u32>(work.reaches + usize(end) * 4) - load<u32>(work.reaches + usize(first) * 4) <= limit;
      const span = isSafe ? end - first : LOOK;
      let s0 = i32x4.splat(0);
      let s1 = i32x4.splat(0);
      let s2 = i32x4.splat(0);
      let s3 = i32x4.splat(0);
      let bound: u32 = 0;
      for (let n = first; n < end; n += span) {
        const behind = min(n + span, end);
        const reach = load<u32>(work.reaches + usize(behind) * 4) - load<u32>(work.reaches + usize(n) * 4);
        if (bound + reach > limit)
          bound = largestOf(
            i16x8.max_u(i16x8.max_u(i16x8.abs(s0), i16x8.abs(s1)), i16x8.max_u(i16x8.abs(s2), i16x8.abs(s3))),
          );
        if (bound + reach > limit) {
          v128.store(own, s0);
          v128.store(own, s1, 16);
          v128.store(own, s2, 32);
          v128.store(own, s3, 48);
          const columns = work.columns + usize(n) * 4;
          const inputs = work.inputs + usize(n) * 4;
          addClipped(work, k, addFixed(columns, inputs, behind - n, block, own, work.rules, work.clips + n));
          s0 = v128.load(own);
          s1 = v128.load(own, 16);
          s2 = v128.load(own, 32);
          s3 = v128.load(own, 48);
          bound = limit;
          continue;
        }
        bound += reach;
        for (let item = n; item < behind; item++) {
          const input = v128.load16_splat(work.inputs + usize(item) * 4);
          const at = block + usize(load<u32>(work.columns + usize(item) * 4)) * 64;
          s0 = i16x8.add(s0, eight(v128.load(at), input, shift, odd, half));
          s1 = i16x8.add(s1, eight(v128.load(at, 16), input, shift, odd, half));
          s2 = i16x8.add(s2, eight(v128.load(at, 32), input, shift, odd, half));
          s3 = i16x8.add(s3, eight(v128.load(at, 48), input, shift, odd, half));
        }
      }
      v128.store(own, s0);
      v128.store(own, s1, 16);
      v128.store(own, s2, 32);
      v128.store(own, s3, 48);
    }
  }
}

/** The same with weights that lie as codes, 64 rows a block: the products of an item with all values are made once. */
export function addManyShared(many: usize, from: u32, to: u32): void {
  const work = changetype<ManySums>(many);
  const rule = changetype<Rules>(work.rules);
  const limit = u32(min(rule.high, -rule.low));
  const ofProduct = usize(work.blocks) * 128;
  for (let k = from; k < to; k++) {
    const first = firstOf(work, k);
    const end = max(first, endOf(work, k) - work.apart);
    const own = work.sums + usize(k) * ofProduct;
    memory.fill(own, 0, ofProduct);
    let bound: u32 = 0;
    for (let n = first; n < end; n += AT_ONCE) {
      const now = min(AT_ONCE, end - n);
      const columns = work.columns + usize(n) * 4;
      const inputs = work.inputs + usize(n) * 4;
      const reach = fixedProducts(
        work.table,
        inputs,
        now,
        rule.shift,
        rule.low,
        rule.high,
        work.planes,
        work.clips + n,
      );
      if (bound + reach > limit) bound = reachOf(own, work.blocks * 64);
      const isSafe = bound + reach <= limit;
      for (let b: u32 = 0; b < work.blocks; b++) {
        const block = work.cells + usize(b) * work.stride;
        const sums = own + usize(b) * 128;
        if (isSafe) addNarrow(columns, now, work.planes, block, sums);
        else addClipped(work, k, addClippedNarrow(columns, now, work.planes, block, sums, rule.low, rule.high));
      }
      bound = isSafe ? bound + reach : limit;
    }
  }
}

/** Adds the bias to the sums of products [from, to), and writes the outputs as floats, [product][row], with room for 64 behind the last. `ofProduct` rows have sums. */
export function finishMany(many: usize, from: u32, to: u32, ofProduct: u32): void {
  const work = changetype<ManySums>(many);
  const rule = changetype<Rules>(work.rules);
  const low = i16x8.splat(rule.low as i16);
  const high = i16x8.splat(rule.high as i16);
  const step = f32x4.splat(reinterpret<f32>(work.step));
  for (let k = from; k < to; k++) {
    const own = work.sums + usize(k) * ofProduct * 2;
    const outputs = work.outputs + usize(k) * work.rows * 4;
    let clipped: u32 = 0;
    // what is written behind the rows is written over by the next product
    for (let row: usize = 0; row < work.rows; row += 8) {
      let sum = v128.load(own + row * 2);
      if (work.bias) {
        const bias = v128.load(work.bias + row * 2);
        const plain = i16x8.add(sum, bias);
        sum = i16x8.max_s(i16x8.min_s(i16x8.add_sat_s(sum, bias), high), low);
        clipped += popcnt(i16x8.bitmask(i16x8.ne(sum, plain)));
      }
      v128.store(outputs + row * 4, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(sum)), step));
      v128.store(outputs + row * 4, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(sum)), step), 16);
    }
    if (clipped > 0) addClipped(work, k, clipped);
  }
}
