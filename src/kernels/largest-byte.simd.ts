/** The largest of `count` bytes, a multiple of 16. */
export function largestByte(at: usize, count: usize): u32 {
  let most = i8x16.splat(0);
  for (const end = at + count; at < end; at += 16) most = i8x16.max_u(most, v128.load(at));
  most = i8x16.max_u(most, v128.shuffle<u8>(most, most, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const half = i64x2.extract_lane(most, 0);
  let largest: u32 = 0;
  for (let shift = 0; shift < 64; shift += 8) largest = max<u32>(largest, u32((half >>> shift) & 0xff));
  return largest;
}
