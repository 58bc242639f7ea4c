import { type Loaded, loaded } from '../loaded.ts';
import { BLOCK, inBlocks } from './blocks.ts';

/** Borders that each value is compared with; of more, halving the list takes less. */
const MOST_BORDERS = 16;

/** For each value how many of the ascending borders (at most 255) are not above it. */
export function assignClusters(values: Float32Array, borders: Float32Array): Uint8Array {
  const kernels = borders.length > MOST_BORDERS ? undefined : loaded();
  return kernels === undefined ? assignClustersTwin(values, borders) : byKernel(values, borders, kernels);
}

export function assignClustersTwin(values: Float32Array, borders: Float32Array): Uint8Array {
  const codes = new Uint8Array(values.length);
  // 2^n - 1 borders can be halved evenly; those that are not there lie above every value
  const steps = new Float32Array(2 ** Math.ceil(Math.log2(borders.length + 1))).fill(Number.NaN);
  steps.set(borders);
  const half = steps.length >> 1;
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    let at = 0;
    for (let step = half; step > 0; step >>= 1) at += steps[at + step - 1] <= value ? step : 0;
    codes[k] = at;
  }
  return codes;
}

function byKernel(values: Float32Array, borders: Float32Array, { call, memory }: Loaded): Uint8Array {
  return memory.lend((take) => {
    const [at, bordersAt, to] = [take(4 * BLOCK), take(4 * MOST_BORDERS), take(BLOCK)];
    memory.floats(bordersAt, borders.length).set(borders);
    const found = memory.bytes(to, BLOCK);
    const codes = new Uint8Array(values.length);
    inBlocks(values, memory, at, (count, start) => {
      call.assignClusters(at, Math.ceil(count / 16) * 16, bordersAt, borders.length, to);
      codes.set(count < BLOCK ? found.subarray(0, count) : found, start);
    });
    return codes;
  });
}
