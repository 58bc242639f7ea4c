/** Adds, to the sum of each row of the columns of `count` inputs, the product that its code selects from the input's table of `size` products. Rows of a column are distinct. */
function add<Sum>(
  columnStart: usize,
  rowIndex: usize,
  codes: usize,
  columns: usize,
  count: u32,
  tables: usize,
  size: u32,
  sums: usize,
): void {
  const bytes = usize(size) * 4;
  const last = columns + usize(count) * 4;
  for (let item = columns, table = tables; item < last; item += 4, table += bytes) {
    const column = columnStart + usize(load<u32>(item)) * 4;
    const end = usize(load<u32>(column, 4));
    let k = usize(load<u32>(column));
    // four at a time: loads need not wait for stores
    for (; k + 3 < end; k += 4) {
      const rows = rowIndex + k * 4;
      const at0 = sums + usize(load<u32>(rows)) * 4;
      const at1 = sums + usize(load<u32>(rows, 4)) * 4;
      const at2 = sums + usize(load<u32>(rows, 8)) * 4;
      const at3 = sums + usize(load<u32>(rows, 12)) * 4;
      const four = load<u32>(codes + k);
      const s0 = load<Sum>(at0) + load<Sum>(table + ((four & 0xff) << 2));
      const s1 = load<Sum>(at1) + load<Sum>(table + (((four >>> 8) & 0xff) << 2));
      const s2 = load<Sum>(at2) + load<Sum>(table + (((four >>> 16) & 0xff) << 2));
      const s3 = load<Sum>(at3) + load<Sum>(table + ((four >>> 24) << 2));
      store<Sum>(at0, s0);
      store<Sum>(at1, s1);
      store<Sum>(at2, s2);
      store<Sum>(at3, s3);
    }
    for (; k < end; k++) {
      const at = sums + usize(load<u32>(rowIndex + k * 4)) * 4;
      store<Sum>(at, load<Sum>(at) + load<Sum>(table + (usize(load<u8>(codes + k)) << 2)));
    }
  }
}

export function addSparseFloats(
  columnStart: usize,
  rowIndex: usize,
  codes: usize,
  columns: usize,
  count: u32,
  tables: usize,
  size: u32,
  sums: usize,
): void {
  add<f32>(columnStart, rowIndex, codes, columns, count, tables, size, sums);
}

export function addSparseIntegers(
  columnStart: usize,
  rowIndex: usize,
  codes: usize,
  columns: usize,
  count: u32,
  tables: usize,
  size: u32,
  sums: usize,
): void {
  add<i32>(columnStart, rowIndex, codes, columns, count, tables, size, sums);
}
