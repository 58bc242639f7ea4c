import { type Loaded, loaded } from '../loaded.ts';

/** What is counted of each value; of no values the minimum is Infinity and the maximum -Infinity. A zero may have either sign. */
export interface FloatStatistics {
  readonly nonZeros: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Floats that are brought into the kernels' memory at a time. */
const BLOCK = 0x2000;

export function floatStatistics(values: Float32Array | Float64Array): FloatStatistics {
  const kernels = loaded();
  return kernels === undefined || values instanceof Float64Array
    ? floatStatisticsTwin(values)
    : byKernel(values, kernels);
}

export function floatStatisticsTwin(values: Float32Array | Float64Array): FloatStatistics {
  let nonZeros = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (value !== 0) nonZeros++;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return { nonZeros, minimum, maximum };
}

function byKernel(values: Float32Array, { call, memory }: Loaded): FloatStatistics {
  const whole = values.length - (values.length % 4);
  const rest = floatStatisticsTwin(values.subarray(whole));
  return memory.lend((take) => {
    const [at, rangeAt] = [take(4 * BLOCK), take(32)];
    const [block, range] = [memory.floats(at, BLOCK), memory.floats(rangeAt, 8)];
    range.fill(rest.minimum, 0, 4).fill(rest.maximum, 4);
    let { nonZeros } = rest;
    for (let start = 0; start < whole; start += BLOCK) {
      const part = values.subarray(start, Math.min(start + BLOCK, whole));
      block.set(part);
      nonZeros += call.floatStatistics(at, part.length, rangeAt);
    }
    return { nonZeros, minimum: Math.min(...range.subarray(0, 4)), maximum: Math.max(...range.subarray(4)) };
  });
}
