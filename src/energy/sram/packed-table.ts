import { unpackBytes } from '../../base/files/packed-bytes.ts';

/** A line of a table: the numbers that name it, and its rows, read when they are asked for. */
export interface TableLine {
  readonly head: readonly number[];
  readonly rows: (width: number) => number[][];
}

/** The largest power of ten that a double holds exactly is the 22nd. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/** The lines of a table that the build packed (scripts/data-modules.mjs). A word is a decimal, exactly: its digits, and in five bits how many stand behind the point. */
export function packedTable(packed: string): TableLine[] {
  const words = new Uint32Array(new Uint8Array(unpackBytes(packed)).buffer);
  const numberAt = (k: number): number => (words[k] >>> 5) / POWERS_OF_TEN[words[k] & 31];
  const lines: TableLine[] = [];
  for (let k = 0; k < words.length; ) {
    const [from, heads, numbers] = [k + 2, words[k], words[k + 1]];
    lines.push({
      head: numbersFrom(from, heads, numberAt),
      rows: (width) =>
        Array.from({ length: numbers / width }, (_, row) => numbersFrom(from + heads + row * width, width, numberAt)),
    });
    k = from + heads + numbers;
  }
  return lines;
}

function numbersFrom(from: number, count: number, numberAt: (k: number) => number): number[] {
  const numbers: number[] = [];
  for (let k = from; k < from + count; k++) numbers.push(numberAt(k));
  return numbers;
}
