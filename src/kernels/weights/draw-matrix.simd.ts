/** What mulberry32 adds to its state for each draw (src/base/random.ts). */
const STEP: u32 = 0x6d2b79f5;

/** Draws that are made before the first of them is looked at: they stay in the first-level cache. */
const AHEAD: u32 = 1024;

/** The next draws, shifted: up to AHEAD of them, a multiple of 4 is stored. */
function draw(state: u32, count: u32, shift: u32, to: usize): void {
  let states = i32x4.add(i32x4.splat(state), i32x4(STEP, 2 * STEP, 3 * STEP, 4 * STEP));
  const step = i32x4.splat(4 * STEP);
  for (const end = to + ((<usize>count) << 2); to < end; to += 16) {
    v128.store(to, i32x4.shr_u(mixed(states), shift));
    states = i32x4.add(states, step);
  }
}

function setBit(position: u32, bitsAt: usize): void {
  const address = bitsAt + <usize>((position >>> 5) << 2);
  store<u32>(address, load<u32>(address) | (1 << (position & 31)));
}

/** Draws `draws` positions from a state on and sets their bits, of which there are 2^(32 - shift). `drawnAt` has room for 4 KiB. */
export function setDrawn(state: u32, draws: u32, shift: u32, drawnAt: usize, bitsAt: usize): void {
  for (let left = draws; left > 0; ) {
    const some = min(left, AHEAD);
    draw(state, some, shift, drawnAt);
    let at = drawnAt;
    const end = drawnAt + ((<usize>some) << 2);
    for (; at + 16 <= end; at += 16) {
      setBit(load<u32>(at), bitsAt);
      setBit(load<u32>(at, 4), bitsAt);
      setBit(load<u32>(at, 8), bitsAt);
      setBit(load<u32>(at, 12), bitsAt);
    }
    for (; at < end; at += 4) setBit(load<u32>(at), bitsAt);
    state += some * STEP;
    left -= some;
  }
}

/** The same; how many bits below `size` were not set before. */
export function countDrawn(state: u32, draws: u32, shift: u32, size: u32, drawnAt: usize, bitsAt: usize): u32 {
  let found: u32 = 0;
  for (let left = draws; left > 0; ) {
    const some = min(left, AHEAD);
    draw(state, some, shift, drawnAt);
    for (let at = drawnAt, end = drawnAt + ((<usize>some) << 2); at < end; at += 4) {
      const position = load<u32>(at);
      const address = bitsAt + <usize>((position >>> 5) << 2);
      const word = load<u32>(address);
      store<u32>(address, word | (1 << (position & 31)));
      found += ~(word >>> (position & 31)) & u32(position < size);
    }
    state += some * STEP;
    left -= some;
  }
  return found;
}

/** How many of the first `size` bits are set. */
export function bitsBelow(bitsAt: usize, size: u32): u32 {
  let found: u64 = 0;
  const end = bitsAt + <usize>((size >>> 6) << 3);
  for (let at = bitsAt; at < end; at += 8) found += popcnt(load<u64>(at));
  if ((size & 63) !== 0) found += popcnt(load<u64>(end) & (((<u64>1) << (size & 63)) - 1));
  return <u32>found;
}

function mixed(state: v128): v128 {
  const first = i32x4.mul(v128.xor(state, i32x4.shr_u(state, 15)), v128.or(state, i32x4.splat(1)));
  const second = i32x4.mul(v128.xor(first, i32x4.shr_u(first, 7)), v128.or(first, i32x4.splat(61)));
  const both = v128.xor(i32x4.add(first, second), first);
  return v128.xor(both, i32x4.shr_u(both, 14));
}

/** `count` codes, a multiple of 16, from 1 to `values`: draws of 24 bits from a state on, modulo `values`. */
export function drawCodes(state: u32, count: u32, values: u32, to: usize): u32 {
  const one = i32x4.splat(1);
  const step = i32x4.splat(4 * STEP);
  const divisor = i32x4.splat(values);
  const inverse = f32x4.splat(<f32>1 / <f32>values);
  let states = i32x4.add(i32x4.splat(state), i32x4(STEP, 2 * STEP, 3 * STEP, 4 * STEP));
  for (const end = to + count; to < end; to += 16) {
    const a = i32x4.add(modulo(i32x4.shr_u(mixed(states), 8), divisor, inverse), one);
    states = i32x4.add(states, step);
    const b = i32x4.add(modulo(i32x4.shr_u(mixed(states), 8), divisor, inverse), one);
    states = i32x4.add(states, step);
    const c = i32x4.add(modulo(i32x4.shr_u(mixed(states), 8), divisor, inverse), one);
    states = i32x4.add(states, step);
    const d = i32x4.add(modulo(i32x4.shr_u(mixed(states), 8), divisor, inverse), one);
    states = i32x4.add(states, step);
    v128.store(to, i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_u(a, b), i16x8.narrow_i32x4_u(c, d)));
  }
  return count;
}

/** The quotient by a rounded inverse is at most one off. */
function modulo(value: v128, divisor: v128, inverse: v128): v128 {
  const quotient = i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.convert_i32x4_s(value), inverse));
  const rest = i32x4.sub(value, i32x4.mul(quotient, divisor));
  const raised = i32x4.add(rest, v128.and(i32x4.shr_s(rest, 31), divisor));
  return i32x4.sub(raised, v128.and(i32x4.ge_s(raised, divisor), divisor));
}
