import { type Loaded, loaded } from '../loaded.ts';
import { BEHIND } from '../parts.ts';
import { halfFloats } from './half-floats.ts';
import { clearBehind, type DrawnPlaces, rowsOfBits } from './place-bits.ts';

/** A dense matrix as a file holds it: row after row, little-endian. */
export interface StoredRows {
  readonly rows: number;
  readonly columns: number;
  readonly format: 'bf16' | 'fp16' | 'fp32';
  /** Writes its bytes from byte `from` on into a block; every byte is asked for once. */
  readonly fill: (from: number, into: Uint8Array<ArrayBuffer>) => void;
}

/** Compressed columns of what is not 0, rows ascending in a column. */
export interface NonZeroColumns {
  readonly columnStart: Uint32Array;
  /** Made of `places`, where they are there, when it is read. */
  readonly rowIndex: Uint32Array;
  readonly values: Float32Array;
  /** Rows as bits, where they are there. */
  readonly places?: DrawnPlaces;
}

/** The largest pattern of a finite magnitude. */
export const LARGEST = { bf16: 0x7f7f, fp16: 0x7bff, fp32: 0x7f7fffff } as const;
/** Bytes that are read at a time, about so many. */
const READ_BYTES = 2 ** 19;
/** Rows that are dealt at a time: they stay in the first caches while they are. */
const DEALT_ROWS = 32;
/** A strip of columns in a row. */
const STRIP_BYTES = 16;
/** More than this is not brought into a memory of 4 GiB. */
const MOST_BYTES = 2 ** 31;

/** The columns of a dense matrix, without zeros (of either sign); undefined where a value is not finite. Linear. */
export function nonZeroColumns(stored: StoredRows): NonZeroColumns | undefined {
  const kernels = loaded();
  const isTaken = kernels !== undefined && stored.rows * stored.columns * bytesOf(stored) <= MOST_BYTES;
  return isTaken ? byKernel(stored, kernels) : nonZeroColumnsTwin(stored);
}

function bytesOf({ format }: Pick<StoredRows, 'format'>): 2 | 4 {
  return format === 'fp32' ? 4 : 2;
}

function byKernel({ rows, columns, format, fill }: StoredRows, { call, memory }: Loaded): NonZeroColumns | undefined {
  const bytes = bytesOf({ format });
  const rowBytes = columns * bytes;
  const ofStrip = STRIP_BYTES / bytes;
  const wholeRows = Math.ceil(rows / 8) * 8;
  const stripBytes = wholeRows * STRIP_BYTES;
  const strips = Math.ceil(columns / ofStrip);
  const readRows = Math.max(1, Math.min(rows, Math.floor(READ_BYTES / rowBytes)));
  const deal = bytes === 2 ? call.dealHalves : call.dealWords;
  const takeStrip = { bf16: call.takeBrainStrip, fp16: call.takeHalfStrip, fp32: call.takeWordStrip }[format];
  return memory.lend((take) => {
    const at = take(strips * stripBytes);
    const [block, flagAt, counts] = [take(readRows * rowBytes + STRIP_BYTES), take(4), take(4 * ofStrip)];
    const stride = 4 * (wholeRows + 8);
    const valuesAt = take(ofStrip * stride);
    const fronts = putFronts(bytes, memory, take);
    // those of the last strip that are beyond the matrix have room too
    const bitsAt = take(strips * ofStrip * (wholeRows / 8) + BEHIND);
    memory.words(flagAt, 1)[0] = 0;
    let stored = 0;
    for (let from = 0; from < rows; from += readRows) {
      const read = Math.min(readRows, rows - from);
      fill(from * rowBytes, memory.bytes(block, read * rowBytes));
      for (let row = 0; row < read; row += DEALT_ROWS)
        stored += deal(
          block + row * rowBytes,
          rowBytes,
          Math.min(DEALT_ROWS, read - row),
          at + (from + row) * STRIP_BYTES,
          stripBytes,
          LARGEST[format],
          flagAt,
        );
    }
    if (memory.words(flagAt, 1)[0] !== 0) return undefined;
    const columnStart = new Uint32Array(columns + 1);
    const values = new Float32Array(stored);
    for (let strip = 0, column = 0; strip < strips; strip++) {
      const from = at + strip * stripBytes;
      memory.bytes(from + rows * STRIP_BYTES, stripBytes - rows * STRIP_BYTES).fill(0);
      takeStrip(from, wholeRows, fronts, bitsAt + column * (wholeRows / 8), valuesAt, stride, counts);
      const found = memory.words(counts, ofStrip);
      for (let own = 0; own < ofStrip && column < columns; own++, column++) {
        const start = columnStart[column];
        values.set(memory.floats(valuesAt + own * stride, found[own]), start);
        columnStart[column + 1] = start + found[own];
      }
    }
    const bits = memory.integers(bitsAt, Math.ceil((columns * wholeRows) / 32)).slice();
    clearBehind(bits, columns * wholeRows);
    const places = { bits, columnStart };
    if (wholeRows !== rows) return { columnStart, rowIndex: rowsOfBits(places, wholeRows), values };
    return columnsOfBits(places, rows, values);
  });
}

/** Columns whose rows lie as bits, and are made of those when they are read. */
export function columnsOfBits(places: DrawnPlaces, rows: number, values: Float32Array): NonZeroColumns {
  let rowIndex: Uint32Array | undefined;
  return {
    columnStart: places.columnStart,
    get rowIndex() {
      return (rowIndex ??= rowsOfBits(places, rows));
    },
    values,
    places,
  };
}

/** For each set of lanes (a bit each): the bytes of those that are in it, one behind the other. */
function putFronts(bytes: 2 | 4, memory: Loaded['memory'], take: (bytes: number) => number): number {
  const lanes = STRIP_BYTES / bytes;
  const at = take(STRIP_BYTES * 2 ** lanes);
  const fronts = memory.bytes(at, STRIP_BYTES * 2 ** lanes).fill(0);
  for (let set = 0; set < 2 ** lanes; set++) {
    const members = Array.from({ length: lanes }, (_, lane) => lane).filter((lane) => (set >> lane) & 1);
    members.forEach((lane, k) => {
      for (let byte = 0; byte < bytes; byte++) fronts[set * STRIP_BYTES + k * bytes + byte] = lane * bytes + byte;
    });
  }
  return at;
}

export function nonZeroColumnsTwin({ rows, columns, format, fill }: StoredRows): NonZeroColumns | undefined {
  const bytes = new Uint8Array(rows * columns * bytesOf({ format }));
  fill(0, bytes);
  const values = format === 'fp32' ? new Float32Array(bytes.buffer) : halfFloats(format, new Uint16Array(bytes.buffer));
  return values.every(Number.isFinite) ? columnsOfRows(values, rows, columns) : undefined;
}

/** The same of rows of values: two passes along them as they lie in memory, one to count and one to place; rows ascend in a column because they come in order. */
export function columnsOfRows(values: Float32Array, rows: number, columns: number): NonZeroColumns {
  const columnStart = new Uint32Array(columns + 1);
  for (let at = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++) if (values[at] !== 0) columnStart[column + 1]++;
  for (let column = 0; column < columns; column++) columnStart[column + 1] += columnStart[column];
  const next = columnStart.slice(0, columns);
  const rowIndex = new Uint32Array(columnStart[columns]);
  const stored = new Float32Array(columnStart[columns]);
  for (let at = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++) {
      if (values[at] === 0) continue;
      const to = next[column]++;
      rowIndex[to] = row;
      stored[to] = values[at];
    }
  return { columnStart, rowIndex, values: stored };
}
