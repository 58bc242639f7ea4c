import { type RandomStream, randomStream, stateAfter, tracedStream } from '../../base/random.ts';
import { type Loaded, loaded } from '../loaded.ts';

/** Where a matrix has weights: compressed sparse columns without their values. */
export interface DrawnPlaces {
  readonly columnStart: Uint32Array;
  readonly rowIndex: Uint32Array;
}

const BUCKET_BITS = 21;
const WAITING_BYTES = 4 * 2 ** 14 + 192;

/** Draws or codes of one call: it is over before V8 would want to compile the kernel anew. */
const DRAWS = 0x8000;

/** Rows that a call finds, at least. */
const ROWS = 0x10000;

/** Columns longer than that are not brought out of the kernels' memory in blocks. */
const LONGEST_COLUMN = 2 ** 22;

/**
 * Exactly `count` of rows x columns places, uniform, from a state of the random stream on: draws positions (column x rows + row), or the gaps where those are fewer.
 * @returns the places and the state behind them
 */
export function drawMatrix(
  state: number,
  rows: number,
  columns: number,
  count: number,
): { readonly places: DrawnPlaces; readonly state: number } {
  const kernels = rows > LONGEST_COLUMN ? undefined : loaded();
  return kernels === undefined
    ? drawMatrixTwin(state, rows, columns, count)
    : drawnByKernel(state, rows, columns, count, kernels);
}

export function drawMatrixTwin(
  state: number,
  rows: number,
  columns: number,
  count: number,
): { readonly places: DrawnPlaces; readonly state: number } {
  const { next, state: reached } = tracedStream(state);
  const bits = drawBits(next, rows * columns, count);
  return { places: columnsOfBitsTwin(bits, rows, columns, count), state: reached() };
}

/** Rows of the bits that are set, of which there are `count`: position column x rows + row. */
export function columnsOfBits(bits: Int32Array, rows: number, columns: number, count: number): DrawnPlaces {
  const kernels = rows > LONGEST_COLUMN ? undefined : loaded();
  if (kernels === undefined) return columnsOfBitsTwin(bits, rows, columns, count);
  const { memory } = kernels;
  return memory.lend((take) => {
    const bitsAt = take(bits.byteLength);
    memory.put(bitsAt, bits);
    return columnsByKernel(bitsAt, rows, columns, count, take, kernels);
  });
}

/** `count` codes from 1 to `values`, from a state of the random stream on. @param values 1 to 255 */
export function drawCodes(state: number, count: number, values: number): Uint8Array {
  const kernels = loaded();
  if (kernels === undefined) return drawCodesTwin(state, count, values);
  const { call, memory } = kernels;
  const codes = new Uint8Array(count);
  memory.lend((take) => {
    const at = take(DRAWS);
    const block = memory.bytes(at, DRAWS);
    for (let from = 0; from < count; from += DRAWS) {
      const draws = Math.min(DRAWS, count - from);
      call.drawCodes(stateAfter(state, from), Math.ceil(draws / 16) * 16, values, at);
      codes.set(draws === DRAWS ? block : block.subarray(0, draws), from);
    }
  });
  return codes;
}

export function drawCodesTwin(state: number, count: number, values: number): Uint8Array {
  const next = randomStream(state);
  const codes = new Uint8Array(count);
  for (let k = 0; k < count; k++) codes[k] = 1 + ((next() >>> 8) % values);
  return codes;
}

function drawnByKernel(state: number, rows: number, columns: number, count: number, kernels: Loaded) {
  const { call, memory } = kernels;
  const size = rows * columns;
  return memory.lend((take) => {
    const words = Math.ceil(size / 32);
    const shift = Math.clz32(Math.max(size - 1, 1));
    const buckets = Math.max(1, 2 ** (32 - shift - BUCKET_BITS));
    const [bitsAt, fillAt, waitingAt] = [take(4 * words), take(4 * buckets), take(buckets * WAITING_BYTES)];
    memory.words(bitsAt, words).fill(0);
    memory.words(fillAt, buckets).fill(0);
    const chosen = Math.min(count, size - count);
    let draws = 0;
    // so many more are needed at least, whatever those that wait will find
    for (let left = chosen; left > 0; ) {
      let found = 0;
      for (let done = 0; done < left; done += DRAWS) {
        const some = Math.min(DRAWS, left - done);
        found += call.drawPositions(stateAfter(state, draws), some, shift, size, fillAt, waitingAt, bitsAt);
        draws += some;
      }
      for (let bucket = 0; bucket < buckets; bucket++)
        found += call.setWaiting(bucket, size, fillAt, waitingAt, bitsAt);
      left -= found;
    }
    const bits = memory.words(bitsAt, words);
    if (chosen !== count) for (let k = 0; k < words; k++) bits[k] = ~bits[k];
    const places = columnsByKernel(bitsAt, rows, columns, count, take, kernels);
    return { places, state: stateAfter(state, draws) };
  });
}

function columnsByKernel(
  bitsAt: number,
  rows: number,
  columns: number,
  count: number,
  take: (bytes: number) => number,
  { call, memory }: Loaded,
): DrawnPlaces {
  const room = Math.max(ROWS, 2 * rows);
  const [rowsAt, endsAt] = [take(4 * room), take(4 * columns)];
  const [found, ends] = [memory.words(rowsAt, room), memory.words(endsAt, columns)];
  const columnStart = new Uint32Array(columns + 1);
  const rowIndex = new Uint32Array(count);
  for (let column = 0, at = 0; column < columns; ) {
    const done = call.columnsOfBits(bitsAt, rows, column, columns, rowsAt, rowsAt + 4 * room, endsAt, at);
    columnStart.set(ends.subarray(0, done), column + 1);
    const to = ends[done - 1];
    rowIndex.set(found.subarray(0, to - at), at);
    at = to;
    column += done;
  }
  return { columnStart, rowIndex };
}

/** A bit set with exactly `count` of `size` bits set, uniform: draws positions, or the gaps where those are fewer. */
export function drawBits(next: RandomStream, size: number, count: number): Int32Array {
  const bits = new Int32Array(Math.ceil(size / 32));
  const chosen = Math.min(count, size - count);
  const shift = Math.clz32(Math.max(size - 1, 1));
  for (let left = chosen; left > 0; ) {
    const position = next() >>> shift;
    if (position >= size || isSet(bits, position)) continue;
    bits[position >>> 5] |= 1 << (position & 31);
    left--;
  }
  if (chosen !== count) for (let i = 0; i < bits.length; i++) bits[i] = ~bits[i];
  return bits;
}

export function isSet(bits: Int32Array, position: number): boolean {
  return (bits[position >>> 5] & (1 << (position & 31))) !== 0;
}

export function columnsOfBitsTwin(bits: Int32Array, rows: number, columns: number, count: number): DrawnPlaces {
  const columnStart = new Uint32Array(columns + 1);
  const rowIndex = new Uint32Array(count);
  let at = 0;
  for (let c = 0, base = 0; c < columns; c++, base += rows) {
    const end = base + rows;
    for (let position = base; position < end; ) {
      const word = bits[position >>> 5] >>> (position & 31);
      if (word === 0) {
        position = (position | 31) + 1;
        continue;
      }
      position += 31 - Math.clz32(word & -word);
      if (position < end) rowIndex[at++] = position - base;
      position++;
    }
    columnStart[c + 1] = at;
  }
  return { columnStart, rowIndex };
}
