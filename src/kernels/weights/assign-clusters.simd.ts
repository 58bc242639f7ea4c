/** For each of `count` floats, a multiple of 16, how many of the borders (up to 16, at bordersAt) are not above it, as a byte. */
export function assignClusters(at: usize, count: u32, bordersAt: usize, borders: u32, to: usize): u32 {
  const bordersEnd = bordersAt + (borders << 2);
  for (const end = at + (count << 2); at < end; at += 64, to += 16) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    let p = i32x4.splat(0);
    let q = i32x4.splat(0);
    let r = i32x4.splat(0);
    let s = i32x4.splat(0);
    for (let border = bordersAt; border < bordersEnd; border += 4) {
      const lowest = v128.load_splat<f32>(border);
      p = i32x4.sub(p, f32x4.le(lowest, a));
      q = i32x4.sub(q, f32x4.le(lowest, b));
      r = i32x4.sub(r, f32x4.le(lowest, c));
      s = i32x4.sub(s, f32x4.le(lowest, d));
    }
    v128.store(to, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_u(p, q), i16x8.narrow_i32x4_u(r, s)));
  }
  return count;
}
