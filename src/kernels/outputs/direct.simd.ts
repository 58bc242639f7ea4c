/** Sums of products of weights that lie as numbers: [block of rows][column][row], 64 bytes a column, 0 where nothing is stored. */

/** How products are rounded and clipped; the same for a whole layer. */
@unmanaged
export class Rules {
  /** A product is 2^shift too large. */
  shift: u32;
  low: i32;
  high: i32;
  /** Inputs of at most this magnitude make no product that has to be clipped. */
  safe: u32;
}

/** Adds the columns of `count` inputs to 32 sums of 16 bits, each clipped; marks in `clips` the inputs some of whose products were. Returns how many sums were. */
export function addFixed(
  columns: usize,
  inputs: usize,
  count: u32,
  block: usize,
  sums: usize,
  rules: usize,
  clips: usize,
): u32 {
  const rule = changetype<Rules>(rules);
  const shift = rule.shift;
  const low = i16x8.splat(rule.low as i16);
  const high = i16x8.splat(rule.high as i16);
  // round half to even; nothing where there is nothing to be dropped
  const odd = i32x4.splat(shift == 0 ? 0 : 1);
  const half = i32x4.splat(shift == 0 ? 0 : (1 << (shift - 1)) - 1);
  let clipped = i16x8.splat(0);
  for (let n: u32 = 0; n < count; n++) {
    const raw = load<i32>(inputs + n * 4);
    const input = i16x8.splat(raw as i16);
    const at = block + usize(load<u32>(columns + n * 4)) * 64;
    if (u32(abs<i32>(raw)) > rule.safe) {
      if (isClipped(at, input, shift, odd, half, low, high)) store<u8>(clips + n, 1);
    }
    for (let part: usize = 0; part < 64; part += 16) {
      const before = v128.load(sums + part);
      const product = settled(v128.load(at + part), input, shift, odd, half, low, high);
      const sum = i16x8.max_s(i16x8.min_s(i16x8.add_sat_s(before, product), high), low);
      clipped = i16x8.sub(clipped, i16x8.ne(sum, i16x8.add(before, product)));
      v128.store(sums + part, sum);
    }
  }
  const four = i32x4.extadd_pairwise_i16x8_u(clipped);
  return (
    i32x4.extract_lane(four, 0) +
    i32x4.extract_lane(four, 1) +
    i32x4.extract_lane(four, 2) +
    i32x4.extract_lane(four, 3)
  );
}

/** Half to even; `odd` and `half` are 0 where nothing is dropped. */
export function rounded(product: v128, shift: u32, odd: v128, half: v128): v128 {
  const isOdd = v128.and(i32x4.shr_s(product, shift), odd);
  return i32x4.shr_s(i32x4.add(product, i32x4.add(half, isOdd)), shift);
}

function settled(weights: v128, input: v128, shift: u32, odd: v128, half: v128, low: v128, high: v128): v128 {
  const a = rounded(i32x4.extmul_low_i16x8_s(weights, input), shift, odd, half);
  const b = rounded(i32x4.extmul_high_i16x8_s(weights, input), shift, odd, half);
  return i16x8.max_s(i16x8.min_s(i16x8.narrow_i32x4_s(a, b), high), low);
}

/** Whether a product of a column's 32 weights leaves the range. */
function isClipped(at: usize, input: v128, shift: u32, odd: v128, half: v128, low: v128, high: v128): bool {
  for (let part: usize = 0; part < 64; part += 16) {
    const weights = v128.load(at + part);
    const a = rounded(i32x4.extmul_low_i16x8_s(weights, input), shift, odd, half);
    const b = rounded(i32x4.extmul_high_i16x8_s(weights, input), shift, odd, half);
    const product = settled(weights, input, shift, odd, half, low, high);
    const differs = v128.or(
      i32x4.ne(i32x4.extend_low_i16x8_s(product), a),
      i32x4.ne(i32x4.extend_high_i16x8_s(product), b),
    );
    if (v128.any_true(differs)) return true;
  }
  return false;
}

/** Adds the columns of `count` inputs to 16 sums in single precision. */
export function addSingle(columns: usize, inputs: usize, count: u32, block: usize, sums: usize): void {
  let s0 = v128.load(sums);
  let s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32);
  let s3 = v128.load(sums, 48);
  for (let n: u32 = 0; n < count; n++) {
    const input = v128.load32_splat(inputs + n * 4);
    const at = block + usize(load<u32>(columns + n * 4)) * 64;
    s0 = f32x4.add(s0, f32x4.mul(v128.load(at), input));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(at, 16), input));
    s2 = f32x4.add(s2, f32x4.mul(v128.load(at, 32), input));
    s3 = f32x4.add(s3, f32x4.mul(v128.load(at, 48), input));
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
}

/**
 * Adds, to the sum of each row of the columns of `count` inputs, its weight times the input, in single precision; weights lie as compressed columns. Rows of a
 * column are distinct.
 */
export function addSparseSingle(
  columnStart: usize,
  rowIndex: usize,
  weights: usize,
  columns: usize,
  inputs: usize,
  count: u32,
  sums: usize,
): void {
  for (let n: usize = 0; n < usize(count) * 4; n += 4) {
    const column = columnStart + usize(load<u32>(columns + n)) * 4;
    const input = load<f32>(inputs + n);
    const fourfold = f32x4.splat(input);
    let k = usize(load<u32>(column)) * 4;
    const end = usize(load<u32>(column, 4)) * 4;
    // four at a time: loads need not wait for stores
    for (; k + 12 < end; k += 16) {
      const at0 = sums + (usize(load<u32>(rowIndex + k)) << 2);
      const at1 = sums + (usize(load<u32>(rowIndex + k, 4)) << 2);
      const at2 = sums + (usize(load<u32>(rowIndex + k, 8)) << 2);
      const at3 = sums + (usize(load<u32>(rowIndex + k, 12)) << 2);
      const products = f32x4.mul(v128.load(weights + k), fourfold);
      const s0 = load<f32>(at0) + f32x4.extract_lane(products, 0);
      const s1 = load<f32>(at1) + f32x4.extract_lane(products, 1);
      const s2 = load<f32>(at2) + f32x4.extract_lane(products, 2);
      const s3 = load<f32>(at3) + f32x4.extract_lane(products, 3);
      store<f32>(at0, s0);
      store<f32>(at1, s1);
      store<f32>(at2, s2);
      store<f32>(at3, s3);
    }
    for (; k < end; k += 4) {
      const at = sums + (usize(load<u32>(rowIndex + k)) << 2);
      store<f32>(at, load<f32>(at) + load<f32>(weights + k) * input);
    }
  }
}
