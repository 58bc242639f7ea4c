import { Columns, countColumn } from './columns.simd';

/** Adds the entries of a row (none where the last row is missing) to the pointers before it, which gives those behind it. Returns whether one has left its 16 bits. */
function addEntries<Cell, Pointer>(lanes: u32, occupancy: usize, lastRows: usize, pointers: usize): u32 {
  const none = v128.splat<Cell>(-2 as Cell);
  const behind = pointers + usize(lanes) * sizeof<Pointer>();
  const step = 16 / sizeof<Cell>();
  let fallen = v128.splat<u16>(0);
  for (let p: usize = 0; p < lanes; p += step) {
    const isEmpty = v128.eq<Cell>(v128.load(lastRows + p * sizeof<Cell>()), none);
    const entries = v128.andnot(v128.load(occupancy + p * sizeof<Cell>()), isEmpty);
    const from = pointers + p * sizeof<Pointer>();
    const to = behind + p * sizeof<Pointer>();
    if (sizeof<Pointer>() == 2) {
      if (sizeof<Cell>() == 1) {
        const low = i16x8.add(v128.load(from), i16x8.extend_low_i8x16_u(entries));
        const high = i16x8.add(v128.load(from, 16), i16x8.extend_high_i8x16_u(entries));
        fallen = v128.or(fallen, i16x8.lt_u(low, v128.load(from)));
        fallen = v128.or(fallen, i16x8.lt_u(high, v128.load(from, 16)));
        v128.store(to, low);
        v128.store(to, high, 16);
      } else {
        const sum = i16x8.add(v128.load(from), entries);
        fallen = v128.or(fallen, i16x8.lt_u(sum, v128.load(from)));
        v128.store(to, sum);
      }
    } else if (sizeof<Cell>() == 1) {
      const low = i16x8.extend_low_i8x16_u(entries);
      const high = i16x8.extend_high_i8x16_u(entries);
      v128.store(to, i32x4.add(v128.load(from), i32x4.extend_low_i16x8_u(low)));
      v128.store(to, i32x4.add(v128.load(from, 16), i32x4.extend_high_i16x8_u(low)), 16);
      v128.store(to, i32x4.add(v128.load(from, 32), i32x4.extend_low_i16x8_u(high)), 32);
      v128.store(to, i32x4.add(v128.load(from, 48), i32x4.extend_high_i16x8_u(high)), 48);
    } else {
      v128.store(to, i32x4.add(v128.load(from), i32x4.extend_low_i16x8_u(entries)));
      v128.store(to, i32x4.add(v128.load(from, 16), i32x4.extend_high_i16x8_u(entries)), 16);
    }
  }
  return u32(v128.any_true(fallen));
}

/** Rows [from, to) of all four tables; the pointers of row `from` are there. Returns whether pointers have left their 16 bits. */
function count<Cell, Pointer>(columns: usize, pointers: usize, from: u32, to: u32): u32 {
  const all = changetype<Columns>(columns);
  const cells = all.lanes * sizeof<Cell>();
  for (let c = from; c < to; c++) {
    const row = usize(c) * cells;
    countColumn<Cell>(all, c, all.occupancy + row, all.firstRows + row, all.lastRows + row);
    const at = pointers + usize(c) * all.lanes * sizeof<Pointer>();
    if (addEntries<Cell, Pointer>(all.lanes, all.occupancy + row, all.lastRows + row, at)) return 1;
  }
  return 0;
}

export function countBytes(columns: usize, pointers: usize, from: u32, to: u32): u32 {
  return count<u8, u16>(columns, pointers, from, to);
}

export function countBytesFar(columns: usize, pointers: usize, from: u32, to: u32): u32 {
  return count<u8, u32>(columns, pointers, from, to);
}

export function countHalves(columns: usize, pointers: usize, from: u32, to: u32): u32 {
  return count<u16, u16>(columns, pointers, from, to);
}

export function countHalvesFar(columns: usize, pointers: usize, from: u32, to: u32): u32 {
  return count<u16, u32>(columns, pointers, from, to);
}
