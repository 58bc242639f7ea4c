/** `count` floats, a multiple of 4, as fixed-point numbers with steps of 1 / up from low / up to high / up; how many saturate, and (at countsAt) how many become 0. */
export function quantizeFixed(from: usize, to: usize, count: u32, up: f32, low: f32, high: f32, countsAt: usize): u32 {
  const scale = f32x4.splat(up);
  const step = f32x4.splat(1 / up);
  const least = f32x4.splat(low);
  const most = f32x4.splat(high);
  const zero = f32x4.splat(0);
  let saturated = i32x4.splat(0);
  let zeros = i32x4.splat(0);
  for (const end = from + (count << 2); from < end; from += 16, to += 16) {
    const value = v128.load(from);
    const raw = f32x4.nearest(f32x4.mul(value, scale));
    saturated = i32x4.sub(saturated, v128.or(f32x4.lt(raw, least), f32x4.gt(raw, most)));
    // adding 0 makes -0 of a raw integer 0
    const clipped = f32x4.add(f32x4.pmax(f32x4.pmin(raw, most), least), zero);
    zeros = i32x4.sub(zeros, v128.and(f32x4.eq(clipped, zero), f32x4.ne(value, zero)));
    v128.store(to, f32x4.mul(clipped, step));
  }
  store<u32>(countsAt, sumOf(zeros));
  return sumOf(saturated);
}

/**
 * The same as floats of which `dropped` bits of the significand go: by adding half of what goes to the bits (ties to even), below `leastNormal` by adding a number
 * whose last bit is the step there.
 */
export function quantizeFloat(
  from: usize,
  to: usize,
  count: u32,
  dropped: i32,
  leastNormal: f32,
  rounder: f32,
  largest: f32,
  countsAt: usize,
): u32 {
  const magnitudes = i32x4.splat(0x7fffffff);
  const half = i32x4.splat((1 << (dropped - 1)) - 1);
  const kept = i32x4.splat(-1 << dropped);
  const one = i32x4.splat(1);
  const normal = f32x4.splat(leastNormal);
  const magic = f32x4.splat(rounder);
  const most = f32x4.splat(largest);
  const zero = f32x4.splat(0);
  let saturated = i32x4.splat(0);
  let zeros = i32x4.splat(0);
  for (const end = from + (count << 2); from < end; from += 16, to += 16) {
    const value = v128.load(from);
    const magnitude = v128.and(value, magnitudes);
    const even = v128.and(i32x4.shr_u(magnitude, dropped), one);
    const coarse = v128.and(i32x4.add(i32x4.add(magnitude, half), even), kept);
    const fine = f32x4.sub(f32x4.add(magnitude, magic), magic);
    const rounded = v128.bitselect(fine, coarse, f32x4.lt(magnitude, normal));
    saturated = i32x4.sub(saturated, f32x4.gt(rounded, most));
    const clipped = f32x4.pmin(rounded, most);
    zeros = i32x4.sub(zeros, v128.and(f32x4.eq(clipped, zero), f32x4.ne(magnitude, zero)));
    v128.store(to, v128.or(clipped, v128.andnot(value, magnitudes)));
  }
  store<u32>(countsAt, sumOf(zeros));
  return sumOf(saturated);
}

function sumOf(lanes: v128): u32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
