/**
 * Of `count` floats, a multiple of 4, those whose magnitude is at least `least` and below `below`, one behind the other; how many are not below it is added to the four words at
 * aboveAt. The lanes that are kept of four come to the front by the 16 byte orders at ordersAt. Up to 12 bytes behind the last one are written.
 */
export function bracketMagnitudes(
  at: usize,
  count: u32,
  least: f32,
  below: f32,
  to: usize,
  aboveAt: usize,
  ordersAt: usize,
): u32 {
  const magnitudes = i32x4.splat(0x7fffffff);
  const threshold = f32x4.splat(least);
  const end = f32x4.splat(below);
  let above = v128.load(aboveAt);
  let picked: usize = 0;
  for (const behind = at + (count << 2); at < behind; at += 16) {
    const values = v128.load(at);
    const size = v128.and(values, magnitudes);
    const isAbove = f32x4.ge(size, end);
    above = i32x4.sub(above, isAbove);
    const mask = i32x4.bitmask(v128.andnot(f32x4.ge(size, threshold), isAbove));
    v128.store(to + picked, i8x16.swizzle(values, v128.load(ordersAt + ((<usize>mask) << 4))));
    picked += (<usize>popcnt(mask)) << 2;
  }
  v128.store(aboveAt, above);
  return <u32>(picked >>> 2);
}
