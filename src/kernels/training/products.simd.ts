/*
 * Products of matrices for training, in fp32, row-major without gaps. Each product and each sum is rounded, in the order that src/train/products/products.ts says:
 * a block of results differs from its neighbour only in where it lies, so that all give the bits of the twin.
 */

const WORD: usize = 4;
const LANES: usize = 16;

function put(at: usize, sum: v128, add: i32): void {
  v128.store(at, add !== 0 ? f32x4.add(v128.load(at), sum) : sum);
}

/** c[i][j] (+)= sum over k, ascending, of a(i, k) b[k][j]; a(i, k) stands at a + 4 (i aRow + k aColumn). */
export function multiplyMatrices(
  c: usize,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  add: i32,
): void {
  const width = <usize>columns * WORD;
  const down = <usize>aRow * WORD;
  const on = <usize>aColumn * WORD;
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    const panel = b + <usize>j * WORD;
    let out = c + <usize>j * WORD;
    let left = a;
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      let s00 = f32x4.splat(0);
      let s01 = f32x4.splat(0);
      let s10 = f32x4.splat(0);
      let s11 = f32x4.splat(0);
      let s20 = f32x4.splat(0);
      let s21 = f32x4.splat(0);
      let s30 = f32x4.splat(0);
      let s31 = f32x4.splat(0);
      let from = left;
      let at = panel;
      for (let k = 0; k < depth; k++) {
        const b0 = v128.load(at);
        const b1 = v128.load(at, 16);
        const a0 = v128.load32_splat(from);
        const a1 = v128.load32_splat(from + down);
        const a2 = v128.load32_splat(from + 2 * down);
        const a3 = v128.load32_splat(from + 3 * down);
        s00 = f32x4.add(s00, f32x4.mul(a0, b0));
        s01 = f32x4.add(s01, f32x4.mul(a0, b1));
        s10 = f32x4.add(s10, f32x4.mul(a1, b0));
        s11 = f32x4.add(s11, f32x4.mul(a1, b1));
        s20 = f32x4.add(s20, f32x4.mul(a2, b0));
        s21 = f32x4.add(s21, f32x4.mul(a2, b1));
        s30 = f32x4.add(s30, f32x4.mul(a3, b0));
        s31 = f32x4.add(s31, f32x4.mul(a3, b1));
        from += on;
        at += width;
      }
      put(out, s00, add);
      put(out + LANES, s01, add);
      put(out + width, s10, add);
      put(out + width + LANES, s11, add);
      put(out + 2 * width, s20, add);
      put(out + 2 * width + LANES, s21, add);
      put(out + 3 * width, s30, add);
      put(out + 3 * width + LANES, s31, add);
      out += 4 * width;
      left += 4 * down;
    }
    for (; i < rows; i++) {
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let from = left;
      let at = panel;
      for (let k = 0; k < depth; k++) {
        const value = v128.load32_splat(from);
        s0 = f32x4.add(s0, f32x4.mul(value, v128.load(at)));
        s1 = f32x4.add(s1, f32x4.mul(value, v128.load(at, 16)));
        from += on;
        at += width;
      }
      put(out, s0, add);
      put(out + LANES, s1, add);
      out += width;
      left += down;
    }
  }
  for (; j + 4 <= columns; j += 4) {
    const panel = b + <usize>j * WORD;
    let out = c + <usize>j * WORD;
    let left = a;
    for (let i = 0; i < rows; i++) {
      let sum = f32x4.splat(0);
      let from = left;
      let at = panel;
      for (let k = 0; k < depth; k++) {
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(from), v128.load(at)));
        from += on;
        at += width;
      }
      put(out, sum, add);
      out += width;
      left += down;
    }
  }
  for (; j < columns; j++) {
    const panel = b + <usize>j * WORD;
    let out = c + <usize>j * WORD;
    let left = a;
    for (let i = 0; i < rows; i++) {
      let sum: f32 = 0;
      let from = left;
      let at = panel;
      for (let k = 0; k < depth; k++) {
        sum += load<f32>(from) * load<f32>(at);
        from += on;
        at += width;
      }
      store<f32>(out, add !== 0 ? load<f32>(out) + sum : sum);
      out += width;
      left += down;
    }
  }
}

/** (0 + 1) + (2 + 3) of each of four vectors, side by side. */
function together(s0: v128, s1: v128, s2: v128, s3: v128): v128 {
  const u = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 2, 6), v128.shuffle<f32>(s0, s1, 1, 5, 3, 7));
  const v = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 2, 6), v128.shuffle<f32>(s2, s3, 1, 5, 3, 7));
  return f32x4.add(v128.shuffle<f32>(u, v, 0, 1, 4, 5), v128.shuffle<f32>(u, v, 2, 3, 6, 7));
}

function rest(sum: f32, a: usize, b: usize, from: usize, to: usize): f32 {
  for (let k = from; k < to; k += WORD) sum += load<f32>(a + k) * load<f32>(b + k);
  return sum;
}

/** The rest of the depth of four results, and what they are added to. */
function finish(out: usize, sums: v128, a: usize, b: usize, whole: usize, length: usize, add: i32): void {
  let all = sums;
  if (whole < length)
    all = f32x4.replace_lane(
      f32x4.replace_lane(
        f32x4.replace_lane(
          f32x4.splat(rest(f32x4.extract_lane(sums, 0), a, b, whole, length)),
          1,
          rest(f32x4.extract_lane(sums, 1), a, b + length, whole, length),
        ),
        2,
        rest(f32x4.extract_lane(sums, 2), a, b + 2 * length, whole, length),
      ),
      3,
      rest(f32x4.extract_lane(sums, 3), a, b + 3 * length, whole, length),
    );
  put(out, all, add);
}

/** c[i][j] (+)= sum over k of a[i][k] b[j][k]: four sums of every fourth k, together as (0 + 1) + (2 + 3), then the rest of the depth one by one. */
export function multiplyByTransposedMatrix(
  c: usize,
  a: usize,
  b: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  add: i32,
): void {
  const length = <usize>depth * WORD;
  const whole = <usize>(depth & ~3) * WORD;
  const width = <usize>columns * WORD;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    const right = b + <usize>j * length;
    let out = c + <usize>j * WORD;
    let left = a;
    let i = 0;
    for (; i + 2 <= rows; i += 2) {
      let s00 = f32x4.splat(0);
      let s01 = f32x4.splat(0);
      let s02 = f32x4.splat(0);
      let s03 = f32x4.splat(0);
      let s10 = f32x4.splat(0);
      let s11 = f32x4.splat(0);
      let s12 = f32x4.splat(0);
      let s13 = f32x4.splat(0);
      for (let k: usize = 0; k < whole; k += LANES) {
        const a0 = v128.load(left + k);
        const a1 = v128.load(left + k + length);
        const b0 = v128.load(right + k);
        const b1 = v128.load(right + k + length);
        const b2 = v128.load(right + k + 2 * length);
        const b3 = v128.load(right + k + 3 * length);
        s00 = f32x4.add(s00, f32x4.mul(a0, b0));
        s01 = f32x4.add(s01, f32x4.mul(a0, b1));
        s02 = f32x4.add(s02, f32x4.mul(a0, b2));
        s03 = f32x4.add(s03, f32x4.mul(a0, b3));
        s10 = f32x4.add(s10, f32x4.mul(a1, b0));
        s11 = f32x4.add(s11, f32x4.mul(a1, b1));
        s12 = f32x4.add(s12, f32x4.mul(a1, b2));
        s13 = f32x4.add(s13, f32x4.mul(a1, b3));
      }
      finish(out, together(s00, s01, s02, s03), left, right, whole, length, add);
      finish(out + width, together(s10, s11, s12, s13), left + length, right, whole, length, add);
      out += 2 * width;
      left += 2 * length;
    }
    for (; i < rows; i++) {
      let s0 = f32x4.splat(0);
      let s1 = f32x4.splat(0);
      let s2 = f32x4.splat(0);
      let s3 = f32x4.splat(0);
      for (let k: usize = 0; k < whole; k += LANES) {
        const value = v128.load(left + k);
        s0 = f32x4.add(s0, f32x4.mul(value, v128.load(right + k)));
        s1 = f32x4.add(s1, f32x4.mul(value, v128.load(right + k + length)));
        s2 = f32x4.add(s2, f32x4.mul(value, v128.load(right + k + 2 * length)));
        s3 = f32x4.add(s3, f32x4.mul(value, v128.load(right + k + 3 * length)));
      }
      finish(out, together(s0, s1, s2, s3), left, right, whole, length, add);
      out += width;
      left += length;
    }
  }
  for (; j < columns; j++) {
    const right = b + <usize>j * length;
    let out = c + <usize>j * WORD;
    let left = a;
    for (let i = 0; i < rows; i++) {
      let sums = f32x4.splat(0);
      for (let k: usize = 0; k < whole; k += LANES)
        sums = f32x4.add(sums, f32x4.mul(v128.load(left + k), v128.load(right + k)));
      const four =
        f32x4.extract_lane(sums, 0) +
        f32x4.extract_lane(sums, 1) +
        (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
      const sum = rest(four, left, right, whole, length);
      store<f32>(out, add !== 0 ? load<f32>(out) + sum : sum);
      out += width;
      left += length;
    }
  }
}

/** a[i] += b[i]. */
export function addVectors(a: usize, b: usize, count: i32): void {
  const end = a + <usize>count * WORD;
  const whole = a + <usize>(count & ~3) * WORD;
  for (; a < whole; a += LANES, b += LANES) v128.store(a, f32x4.add(v128.load(a), v128.load(b)));
  for (; a < end; a += WORD, b += WORD) store<f32>(a, load<f32>(a) + load<f32>(b));
}

/** speed = momentum speed + rate (gradient + decay value); value -= speed. */
export function descendVectors(
  values: usize,
  gradients: usize,
  speeds: usize,
  count: i32,
  rate: f32,
  momentum: f32,
  decay: f32,
): void {
  const end = values + <usize>count * WORD;
  const whole = values + <usize>(count & ~3) * WORD;
  const r = f32x4.splat(rate);
  const m = f32x4.splat(momentum);
  const d = f32x4.splat(decay);
  for (; values < whole; values += LANES, gradients += LANES, speeds += LANES) {
    const value = v128.load(values);
    const slope = f32x4.add(v128.load(gradients), f32x4.mul(d, value));
    const speed = f32x4.add(f32x4.mul(m, v128.load(speeds)), f32x4.mul(r, slope));
    v128.store(speeds, speed);
    v128.store(values, f32x4.sub(value, speed));
  }
  for (; values < end; values += WORD, gradients += WORD, speeds += WORD) {
    const value = load<f32>(values);
    const slope = load<f32>(gradients) + decay * value;
    const speed = momentum * load<f32>(speeds) + rate * slope;
    store<f32>(speeds, speed);
    store<f32>(values, value - speed);
  }
}
