import { columnsOfBits, LARGEST, type NonZeroColumns, type StoredRows } from './dense-columns.ts';
import { halfFloats } from './half-floats.ts';

/** Bytes that are read at a time, about so many. */
const READ_BYTES = 2 ** 19;
/** More places are not numbered in 31 bits. */
const MOST = 2 ** 31;

/**
 * The columns of a matrix that a file holds column after column, without zeros: each of the stored rows is one of its columns, whose rows come in their order.
 * undefined where a value is not finite, or there are too many. Linear.
 */
export function nonZeroTurned(stored: StoredRows): NonZeroColumns | undefined {
  const { rows: columns, columns: rows, format, fill } = stored;
  if (rows * columns > MOST) return undefined;
  const halves = format === 'fp32' ? undefined : patternsOfHalves(format);
  const largest = LARGEST[format];
  const columnBytes = rows * (halves === undefined ? 4 : 2);
  const atOnce = Math.max(1, Math.min(columns, Math.floor(READ_BYTES / columnBytes)));
  const block = new Uint8Array(atOnce * columnBytes);
  const elements = halves === undefined ? new Uint32Array(block.buffer) : new Uint16Array(block.buffer);
  const sign = halves === undefined ? 0x7fffffff : 0x7fff;
  const values = new Float32Array(rows * columns);
  const patterns = new Uint32Array(values.buffer);
  const bits = new Int32Array(Math.ceil((rows * columns) / 32));
  const columnStart = new Uint32Array(columns + 1);
  let found = 0;
  for (let from = 0; from < columns; from += atOnce) {
    const read = Math.min(atOnce, columns - from);
    fill(from * columnBytes, block.subarray(0, read * columnBytes));
    for (let own = 0, at = 0; own < read; own++) {
      for (let place = (from + own) * rows, end = place + rows; place < end; place++, at++) {
        const element = elements[at];
        const magnitude = element & sign;
        if (magnitude === 0) continue;
        if (magnitude > largest) return undefined;
        patterns[found++] = halves === undefined ? element : halves[element];
        bits[place >>> 5] |= 1 << place;
      }
      columnStart[from + own + 1] = found;
    }
  }
  return columnsOfBits({ bits, columnStart }, rows, found === values.length ? values : values.slice(0, found));
}

const ofHalves = new Map<string, Uint32Array>();

/** Single precision of every value of 16 bits, as bits; made once. */
function patternsOfHalves(format: 'bf16' | 'fp16'): Uint32Array {
  const known =
    ofHalves.get(format) ??
    new Uint32Array(
      halfFloats(
        format,
        Uint16Array.from({ length: 2 ** 16 }, (_, pattern) => pattern),
      ).buffer,
    );
  ofHalves.set(format, known);
  return known;
}
