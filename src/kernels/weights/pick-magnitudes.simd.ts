/**
 * Of `count` floats, a multiple of 4, those whose magnitude is at least `least`, one behind the other, and their indices from `first` on. The lanes that are kept of four
 * come to the front by the 16 byte orders at ordersAt. Up to 12 bytes behind the last ones are written.
 */
export function pickMagnitudes(
  at: usize,
  count: u32,
  first: u32,
  least: f32,
  valuesTo: usize,
  indicesTo: usize,
  ordersAt: usize,
): u32 {
  const magnitudes = i32x4.splat(0x7fffffff);
  const threshold = f32x4.splat(least);
  const four = i32x4.splat(4);
  let indices = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
  let picked: usize = 0;
  for (const end = at + (count << 2); at < end; at += 16) {
    const values = v128.load(at);
    const mask = i32x4.bitmask(f32x4.ge(v128.and(values, magnitudes), threshold));
    const order = v128.load(ordersAt + ((<usize>mask) << 4));
    v128.store(valuesTo + picked, i8x16.swizzle(values, order));
    v128.store(indicesTo + picked, i8x16.swizzle(indices, order));
    picked += (<usize>popcnt(mask)) << 2;
    indices = i32x4.add(indices, four);
  }
  return <u32>(picked >>> 2);
}
