import { type RandomStream, randomStream, stateAfter, tracedStream } from '../../base/random.ts';
import { drain, type Steps } from '../../base/steps.ts';
import { type Loaded, loaded } from '../loaded.ts';
import { clearBehind, type DrawnPlaces, LONGEST_COLUMN, placesOfBits, startsByKernel } from './place-bits.ts';

/** Draws or codes of one call: it is over before V8 would want to compile the kernel anew. */
const DRAWS = 0x8000;

/** Draws of a slice: a few milliseconds. */
const SLICE = 0x100000;

/** Bytes in which a kernel draws ahead. */
const AHEAD_BYTES = 0x1000;

/** Counting the bits of a whole layer costs as much as counting each draw where so few of 1 bits are missing. */
const FEW = 1 / 256;

/** Places that were drawn, and the state of the random stream behind them. */
export interface Drawn {
  readonly places: DrawnPlaces;
  readonly state: number;
}

/** Exactly `count` of rows x columns places, uniform, from a state of the random stream on: draws positions (column x rows + row), or the gaps where those are fewer. */
export function drawMatrix(state: number, rows: number, columns: number, count: number): Drawn {
  return drain(drawInSlices(state, rows, columns, count));
}

/**
 * The same, a few milliseconds at a time: whoever has something better to do meanwhile may do it, or leave the rest (`return`).
 * @param fewer no more places, drawn from the same state on: unless it is the gaps that are drawn they are the first of these, and it goes on behind them
 */
export function drawInSlices(state: number, rows: number, columns: number, count: number, fewer?: Drawn): Steps<Drawn> {
  const kernels = rows > LONGEST_COLUMN ? undefined : loaded();
  return kernels === undefined
    ? inOneSlice(() => drawMatrixTwin(state, rows, columns, count))
    : drawByKernel(state, rows, columns, count, kernels, fewer);
}

function* inOneSlice(make: () => Drawn): Steps<Drawn> {
  yield;
  return make();
}

export function drawMatrixTwin(state: number, rows: number, columns: number, count: number): Drawn {
  const { next, state: reached } = tracedStream(state);
  const bits = drawBits(next, rows * columns, count);
  return { places: placesOfBits(bits, rows, columns), state: reached() };
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

function* drawByKernel(
  state: number,
  rows: number,
  columns: number,
  count: number,
  { call, memory }: Loaded,
  fewer?: Drawn,
): Steps<Drawn> {
  const size = rows * columns;
  const chosen = Math.min(count, size - count);
  const before = chosen === count ? fewer : undefined;
  const words = Math.ceil(size / 32);
  const shift = Math.clz32(Math.max(size - 1, 1));
  // a bit for every position that can be drawn, those beyond the matrix among them
  const room = Math.max(2 ** (32 - shift), 64) / 32;
  const drawnAt = memory.take(AHEAD_BYTES + 4 * room);
  const bitsAt = drawnAt + AHEAD_BYTES;
  try {
    const bits = memory.integers(bitsAt, room).fill(0, before ? words : 0);
    if (before) bits.set(before.places.bits);
    const first = before?.state ?? state;
    let known = before?.places.columnStart[columns] ?? 0;
    let draws = 0;
    let told = 0;
    // so many more are needed at least, whatever they will find
    for (let left = chosen - known; left > 0; ) {
      const isCounted = left < size * FEW;
      let found = 0;
      for (let done = 0; done < left; done += DRAWS) {
        if (draws - told >= SLICE) {
          yield;
          told = draws;
        }
        const some = Math.min(DRAWS, left - done);
        const from = stateAfter(first, draws);
        if (isCounted) found += call.countDrawn(from, some, shift, size, drawnAt, bitsAt);
        else call.setDrawn(from, some, shift, drawnAt, bitsAt);
        draws += some;
      }
      if (!isCounted) found = call.bitsBelow(bitsAt, size) - known;
      known += found;
      left -= found;
    }
    const made = memory.integers(bitsAt, words);
    if (chosen !== count) invert(made, size);
    else clearBehind(made, size);
    const columnStart = memory.lend((take) => startsByKernel(bitsAt, rows, columns, take, { call, memory }));
    const places = { bits: memory.integers(bitsAt, words).slice(), columnStart };
    return { places, state: stateAfter(first, draws) };
  } finally {
    memory.give(drawnAt);
  }
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
  if (chosen !== count) invert(bits, size);
  return bits;
}

function invert(bits: Int32Array, size: number): void {
  for (let k = 0; k < bits.length; k++) bits[k] = ~bits[k];
  clearBehind(bits, size);
}

export function isSet(bits: Int32Array, position: number): boolean {
  return (bits[position >>> 5] & (1 << (position & 31))) !== 0;
}
