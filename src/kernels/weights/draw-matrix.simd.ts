/** What mulberry32 adds to its state for each draw (src/base/random.ts). */
const STEP: u32 = 0x6d2b79f5;

/** Positions of one bucket have these lower bits: its bits fill a quarter of a second-level cache. */
const BUCKET_BITS: u32 = 21;

/** Positions of a bucket that wait for each other, as a power of two: several for each cache line of its bits. */
const WAITING_BITS: u32 = 14;

/** Bytes from the positions of a bucket to those of the next: buckets that fill alike shall not need the same lines of the first-level cache. */
const WAITING_BYTES: usize = (4 << WAITING_BITS) + 192;

/**
 * Draws `draws` positions from a state on and deals them out to buckets, those beyond `size` too: a branch that often goes either way costs more. A full bucket sets its bits.
 * How many bits below `size` were not set before.
 * @param fillAt so many positions wait in each bucket; they stand at waitingAt
 */
export function drawPositions(
  state: u32,
  draws: u32,
  shift: u32,
  size: u32,
  fillAt: usize,
  waitingAt: usize,
  bitsAt: usize,
): u32 {
  let found: u32 = 0;
  let states = i32x4.add(i32x4.splat(state), i32x4(STEP, 2 * STEP, 3 * STEP, 4 * STEP));
  const step = i32x4.splat(4 * STEP);
  let left = draws;
  for (; left >= 4; left -= 4) {
    const drawn = i32x4.shr_u(mixed(states), shift);
    states = i32x4.add(states, step);
    found += deal(i32x4.extract_lane(drawn, 0), size, fillAt, waitingAt, bitsAt);
    found += deal(i32x4.extract_lane(drawn, 1), size, fillAt, waitingAt, bitsAt);
    found += deal(i32x4.extract_lane(drawn, 2), size, fillAt, waitingAt, bitsAt);
    found += deal(i32x4.extract_lane(drawn, 3), size, fillAt, waitingAt, bitsAt);
  }
  const drawn = i32x4.shr_u(mixed(states), shift);
  if (left > 0) found += deal(i32x4.extract_lane(drawn, 0), size, fillAt, waitingAt, bitsAt);
  if (left > 1) found += deal(i32x4.extract_lane(drawn, 1), size, fillAt, waitingAt, bitsAt);
  if (left > 2) found += deal(i32x4.extract_lane(drawn, 2), size, fillAt, waitingAt, bitsAt);
  return found;
}

/** Sets the bits below `size` that wait in a bucket; how many were not set before. */
export function setWaiting(bucket: u32, size: u32, fillAt: usize, waitingAt: usize, bitsAt: usize): u32 {
  let at = waitingAt + ((<usize>bucket) << (WAITING_BITS + 2));
  const fill = fillAt + ((<usize>bucket) << 2);
  const end = at + ((<usize>load<u32>(fill)) << 2);
  store<u32>(fill, 0);
  let found: u32 = 0;
  if ((bucket + 1) << BUCKET_BITS <= size) for (; at < end; at += 4) found += setBit(load<u32>(at), bitsAt);
  else
    for (; at < end; at += 4) {
      const position = load<u32>(at);
      if (position < size) found += setBit(position, bitsAt);
    }
  return found;
}

function setBit(position: u32, bitsAt: usize): u32 {
  const address = bitsAt + <usize>((position >>> 5) << 2);
  const word = load<u32>(address);
  store<u32>(address, word | (1 << (position & 31)));
  return ~(word >>> (position & 31)) & 1;
}

function deal(position: u32, size: u32, fillAt: usize, waitingAt: usize, bitsAt: usize): u32 {
  const bucket = position >>> BUCKET_BITS;
  const fill = fillAt + ((<usize>bucket) << 2);
  const count = load<u32>(fill);
  store<u32>(waitingAt + ((<usize>bucket) << (WAITING_BITS + 2)) + ((<usize>count) << 2), position);
  store<u32>(fill, count + 1);
  return count + 1 === 1 << WAITING_BITS ? setWaiting(bucket, size, fillAt, waitingAt, bitsAt) : 0;
}

function mixed(state: v128): v128 {
  const first = i32x4.mul(v128.xor(state, i32x4.shr_u(state, 15)), v128.or(state, i32x4.splat(1)));
  const second = i32x4.mul(v128.xor(first, i32x4.shr_u(first, 7)), v128.or(first, i32x4.splat(61)));
  const both = v128.xor(i32x4.add(first, second), first);
  return v128.xor(both, i32x4.shr_u(both, 14));
}

/**
 * Rows of the bits that are set, column after column (position: column x rows + row), from `column` on, as long as those of another column find room up to rowsEnd; where each
 * column ends is stored at endsAt, counted from `before`. How many columns were done.
 */
export function columnsOfBits(
  bitsAt: usize,
  rows: u32,
  column: u32,
  columns: u32,
  rowsAt: usize,
  rowsEnd: usize,
  endsAt: usize,
  before: u32,
): u32 {
  let at = rowsAt;
  let done: u32 = 0;
  for (; column + done < columns && rowsEnd - at >= (<usize>rows) << 2; done++) {
    const base = (column + done) * rows;
    const end = base + rows;
    let position = base;
    while (position < end) {
      let word = load<u64>(bitsAt + <usize>((position >>> 6) << 3)) >>> (position & 63);
      const next = (position | 63) + 1;
      if (next > end) word &= ((<u64>1) << (end - position)) - 1;
      for (const first = position - base; word !== 0; word &= word - 1) {
        store<u32>(at, first + <u32>ctz(word));
        at += 4;
      }
      position = next;
    }
    store<u32>(endsAt + ((<usize>done) << 2), before + <u32>((at - rowsAt) >>> 2));
  }
  return done;
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
