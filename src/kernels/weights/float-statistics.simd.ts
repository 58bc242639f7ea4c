/**
 * Of `count` floats, a multiple of 4, how many are not 0. At rangeAt stand three times four words, one of each lane, that they are added to: the least value, the largest one, and the
 * largest magnitude as a pattern, by which infinities and NaN are known.
 */
export function floatStatistics(at: usize, count: u32, rangeAt: usize): u32 {
  const zero = f32x4.splat(0);
  const magnitudes = i32x4.splat(0x7fffffff);
  let least = v128.load(rangeAt);
  let most = v128.load(rangeAt, 16);
  let farthest = v128.load(rangeAt, 32);
  let nonZeros = i32x4.splat(0);
  for (const end = at + (count << 2); at < end; at += 16) {
    const values = v128.load(at);
    nonZeros = i32x4.sub(nonZeros, f32x4.ne(values, zero));
    least = f32x4.pmin(least, values);
    most = f32x4.pmax(most, values);
    farthest = i32x4.max_s(farthest, v128.and(values, magnitudes));
  }
  v128.store(rangeAt, least);
  v128.store(rangeAt, most, 16);
  v128.store(rangeAt, farthest, 32);
  return (
    i32x4.extract_lane(nonZeros, 0) +
    i32x4.extract_lane(nonZeros, 1) +
    i32x4.extract_lane(nonZeros, 2) +
    i32x4.extract_lane(nonZeros, 3)
  );
}
