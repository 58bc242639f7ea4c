import { unpackBytes } from '../../base/files/packed-bytes.ts';

/** A line of a table: the numbers that name it, and its rows, read when they are asked for. */
export interface TableLine {
  readonly head: readonly number[];
  /** How many rows there are. */
  readonly count: number;
  readonly at: (row: number, column: number) => number;
  readonly rows: () => number[][];
}

/** The largest power of ten that a double holds exactly is the 22nd. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/** The lines of a table that the build packed (scripts/data-modules.mjs): decimals exactly as they were written, column by column, and of those byte by byte. */
export function packedTable(packed: string): TableLine[] {
  const bytes = unpackBytes(packed);
  const count = bytes.length / 5;
  const numberAt = (k: number): number => {
    const low = bytes[count + k] + bytes[2 * count + k] * 2 ** 8;
    const high = bytes[3 * count + k] + bytes[4 * count + k] * 2 ** 8;
    return (low + high * 2 ** 16) / POWERS_OF_TEN[bytes[k]];
  };
  const [lines, headWidth, rowWidth] = [numberAt(0), numberAt(1), numberAt(2)];
  const heads = 3 + lines;
  const columns = heads + lines * headWidth;
  const rows = (count - columns) / rowWidth;
  const rowAt = (from: number, width: number, height: number): number[] =>
    Array.from({ length: width }, (_, column) => numberAt(from + column * height));
  let before = 0;
  return Array.from({ length: lines }, (_, line) => {
    const [from, height] = [before, numberAt(3 + line)];
    before += height;
    const at = (row: number, column: number): number => numberAt(columns + from + row + column * rows);
    return {
      head: rowAt(heads + line, headWidth, lines),
      count: height,
      at,
      rows: () => Array.from({ length: height }, (__, row) => rowAt(columns + from + row, rowWidth, rows)),
    };
  });
}
