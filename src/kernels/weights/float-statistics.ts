import { type Loaded, loaded } from '../loaded.ts';
import { BLOCK, inBlocks } from './blocks.ts';

/** What is counted of each value; of no values the minimum is Infinity and the maximum -Infinity. A zero may have either sign. */
export interface FloatStatistics {
  readonly nonZeros: number;
  readonly minimum: number;
  readonly maximum: number;
}

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

function byKernel(values: Float32Array, kernels: Loaded): FloatStatistics {
  const { memory } = kernels;
  return memory.lend((take) => {
    const at = take(4 * BLOCK);
    const statistics = newStatistics(kernels, take);
    inBlocks(values, memory, at, (count) => statistics.add(at, count));
    return statistics.found();
  });
}

/** Statistics that floats are added to. */
export interface Statistics {
  /** Adds some that lie in the kernels' memory, where there is room for a multiple of 4. */
  readonly add: (at: number, count: number) => void;
  readonly found: () => FloatStatistics;
  /** Whether none of them was infinite or NaN. */
  readonly areFinite: () => boolean;
}

const INFINITE = 0x7f800000;

/** Those of nothing, in a block that `take` gives. */
export function newStatistics({ call, memory }: Loaded, take: (bytes: number) => number): Statistics {
  const at = memory.cleared(take, 48);
  memory.floats(at, 8).fill(Infinity, 0, 4).fill(-Infinity, 4);
  let nonZeros = 0;
  return {
    add(from, count) {
      const whole = Math.ceil(count / 4) * 4;
      if (whole > count) {
        // the first one once more: no other number may be the least
        const floats = memory.floats(from, whole);
        floats.fill(floats[0], count);
        if (floats[0] !== 0) nonZeros -= whole - count;
      }
      nonZeros += call.floatStatistics(from, whole, at);
    },
    found() {
      const range = memory.floats(at, 8);
      return { nonZeros, minimum: Math.min(...range.subarray(0, 4)), maximum: Math.max(...range.subarray(4)) };
    },
    areFinite: () => memory.words(at + 32, 4).every((pattern) => pattern < INFINITE),
  };
}
