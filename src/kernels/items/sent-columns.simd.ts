/** Whether one of `count` floats, a multiple of 4, is no finite number. */
export function anyInfinite(at: usize, count: u32): u32 {
  const exponent = i32x4.splat(0x7f800000);
  let found = i32x4.splat(0);
  for (const end = at + usize(count) * 4; at < end; at += 16)
    found = v128.or(found, i32x4.eq(v128.and(v128.load(at), exponent), exponent));
  return u32(v128.any_true(found));
}

/** Writes the numbers of those of `count` floats, a multiple of 4, that are not 0 (or are positive), from 0 on; returns where they end. There is room for all. */
export function nonZeroNumbers(values: usize, count: u32, onlyPositive: u32, numbers: usize): usize {
  const zero = f32x4.splat(0);
  for (let j: u32 = 0; j < count; j += 4, values += 16) {
    const four = v128.load(values);
    const mask = u32(i32x4.bitmask(onlyPositive ? f32x4.gt(four, zero) : f32x4.ne(four, zero)));
    // without a jump: which inputs are zero is not to be guessed
    store<u32>(numbers, j);
    numbers += usize(mask & 1) << 2;
    store<u32>(numbers, j + 1);
    numbers += usize(mask & 2) << 1;
    store<u32>(numbers, j + 2);
    numbers += usize(mask & 4);
    store<u32>(numbers, j + 3);
    numbers += usize(mask & 8) >>> 1;
  }
  return numbers;
}
