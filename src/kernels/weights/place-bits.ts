import { type Loaded, loaded } from '../loaded.ts';
import { bitPartsOf } from '../parts.ts';

/** Where a matrix has weights. */
export interface DrawnPlaces {
  /** That of a row of a column stands at column x rows + row. */
  readonly bits: Int32Array;
  /** Set bits before each column, and all of them. */
  readonly columnStart: Uint32Array;
}

/** Columns that a call counts. */
const CALL = 1024;

/** Places that a call looks at, or those of one column. */
const PLACES = 2 ** 18;

/** Longer columns do not come into the kernels' memory. */
export const LONGEST_COLUMN = 2 ** 22;

export function placesOfBits(bits: Int32Array, rows: number, columns: number): DrawnPlaces {
  const kernels = rows > LONGEST_COLUMN ? undefined : loaded();
  if (kernels === undefined) return { bits, columnStart: startsOfBitsTwin(bits, rows, columns) };
  const { memory } = kernels;
  const columnStart = memory.lend((take) => {
    const bitsAt = take(8 * Math.ceil(bits.length / 2));
    memory.put(bitsAt, bits);
    return startsByKernel(bitsAt, rows, columns, take, kernels);
  });
  return { bits, columnStart };
}

/** Bits before each column, counted where they lie in the kernels' memory. */
export function startsByKernel(
  bitsAt: number,
  rows: number,
  columns: number,
  take: (bytes: number) => number,
  { call, memory }: Loaded,
): Uint32Array {
  const endsAt = take(4 * columns);
  const columnStart = new Uint32Array(columns + 1);
  for (let from = 0, before = 0; from < columns; from += CALL) {
    before = call.countBits(bitsAt, rows, from, Math.min(from + CALL, columns), before, endsAt + 4 * from);
  }
  columnStart.set(memory.words(endsAt, columns), 1);
  return columnStart;
}

export function startsOfBitsTwin(bits: Int32Array, rows: number, columns: number): Uint32Array {
  const columnStart = new Uint32Array(columns + 1);
  for (let column = 0, at = 0, found = 0; column < columns; column++) {
    for (const end = at + rows; at < end; at++) found += bitAt(bits, at);
    columnStart[column + 1] = found;
  }
  return columnStart;
}

/** Row of each set bit, column after column. */
export function rowsOfBits({ bits, columnStart }: DrawnPlaces, rows: number): Uint32Array {
  const kernels = rows > LONGEST_COLUMN ? undefined : loaded();
  if (kernels === undefined) return rowsOfBitsTwin({ bits, columnStart }, rows);
  const { call, memory } = kernels;
  const columns = columnStart.length - 1;
  const rowIndex = new Uint32Array(columnStart[columns]);
  const ofCall = Math.ceil(PLACES / rows);
  memory.lend((take) => {
    const parts = bitPartsOf(bits, rows, ofCall, memory, take);
    const foundAt = take(4 * ofCall * rows);
    for (let from = 0; from < columns; from += ofCall) {
      const to = Math.min(from + ofCall, columns);
      call.rowsOfBits(parts.put(from, to), rows, from, to, foundAt);
      rowIndex.set(memory.words(foundAt, columnStart[to] - columnStart[from]), columnStart[from]);
    }
  });
  return rowIndex;
}

export function rowsOfBitsTwin({ bits, columnStart }: DrawnPlaces, rows: number): Uint32Array {
  const rowIndex = new Uint32Array(columnStart.at(-1)!);
  for (let at = 0, found = 0; found < rowIndex.length; at++) if (bitAt(bits, at) === 1) rowIndex[found++] = at % rows;
  return rowIndex;
}

/** Writes the rows of the set bits of a column to `to`, in their order. */
export function putRowsOfColumn(
  { bits }: Pick<DrawnPlaces, 'bits'>,
  rows: number,
  column: number,
  to: Uint32Array,
): void {
  const base = column * rows;
  for (let row = 0, found = 0; row < rows; ) {
    const skipped = (base + row) % 32;
    const next = row + 32 - skipped;
    let word = bits[(base + row) >>> 5] & (-1 << skipped);
    if (next > rows) word &= -1 >>> (next - rows);
    for (; word !== 0; word &= word - 1) to[found++] = next - 1 - Math.clz32(word & -word);
    row = next;
  }
}

/** Clears what stands in the last word behind the first `size` bits. */
export function clearBehind(bits: Int32Array, size: number): void {
  if (size % 32 !== 0) bits[bits.length - 1] &= ~(-1 << (size % 32));
}

function bitAt(bits: Int32Array, position: number): number {
  return (bits[position >>> 5] >>> (position & 31)) & 1;
}
