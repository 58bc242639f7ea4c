import { type Loaded, loaded } from '../loaded.ts';

/** Which inputs are sent. */
export type Which = 'all' | 'positive' | 'nonZero';

/** From so many inputs on a kernel pays. */
const LEAST = 512;

/** Numbers of the inputs that are sent, ascending. @param inputs none is NaN */
export function sentNumbers(inputs: Float32Array | Float64Array, which: Which): Uint32Array {
  const kernels = loaded();
  if (kernels === undefined || inputs instanceof Float64Array || inputs.length < LEAST || which === 'all')
    return sentNumbersTwin(inputs, which);
  const { call, memory } = kernels;
  return memory.lend((take) => {
    const values = putPadded(kernels, take, inputs);
    // with room for one that is written and not sent
    const at = take(4 * inputs.length + 16);
    const end = call.nonZeroNumbers(values, padded(inputs), which === 'positive' ? 1 : 0, at);
    return memory.words(at, (end - at) / 4).slice();
  });
}

export function sentNumbersTwin(inputs: Float32Array | Float64Array, which: Which): Uint32Array {
  if (found.length <= inputs.length) found = new Uint32Array(inputs.length + 1);
  return found.slice(0, putSentNumbers(inputs, 0, inputs.length, which, found, 0));
}

/** Room for the numbers of one layer, taken again for the next. */
let found = new Uint32Array(0);

/** Writes those of the inputs [from, to) from `at` on, counted from the first of them; returns where they end. There is room for one more. */
export function putSentNumbers(
  inputs: Float32Array | Float64Array,
  from: number,
  to: number,
  which: Which,
  numbers: Uint32Array,
  at: number,
): number {
  const sendsAll = which === 'all';
  const sendsNegative = which === 'nonZero';
  let end = at;
  for (let j = from; j < to; j++) {
    const value = inputs[j];
    numbers[end] = j - from;
    // without a jump: which inputs are zero is not to be guessed
    end += Number(sendsAll || value > 0 || (sendsNegative && value < 0));
  }
  return end;
}

/** Values that are looked at at a time: they stay in the first-level cache. */
const BLOCK = 0x1000;

/** Where the first value stands that is no finite number, or -1. */
export function firstInfinite(values: Float32Array): number {
  const kernels = loaded();
  if (kernels === undefined || values.length < LEAST) return firstInfiniteTwin(values, 0);
  const { call, memory } = kernels;
  return memory.lend((take) => {
    const at = take(4 * BLOCK);
    for (let from = 0; from < values.length; from += BLOCK) {
      const block = values.subarray(from, from + BLOCK);
      memory.floats(at, padded(block)).fill(0, block.length);
      memory.put(at, block);
      if (call.anyInfinite(at, padded(block)) !== 0) return firstInfiniteTwin(values, from);
    }
    return -1;
  });
}

/** From a place on. */
function firstInfiniteTwin(values: Float32Array, from: number): number {
  for (let k = from; k < values.length; k++) if (!Number.isFinite(values[k])) return k;
  return -1;
}

const padded = ({ length }: Float32Array) => Math.ceil(length / 4) * 4;

/** Values in the kernels' memory, zeros behind them up to a multiple of 4. */
function putPadded({ memory }: Loaded, take: (bytes: number) => number, values: Float32Array): number {
  const at = take(4 * padded(values));
  memory.floats(at, padded(values)).fill(0, values.length);
  memory.put(at, values);
  return at;
}
