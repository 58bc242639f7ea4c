import { type Loaded, loaded } from './loaded.ts';

/** Bytes that are brought into the kernels' memory at a time: they stay in the first-level cache. */
const BLOCK = 0x8000;

/** The largest of some bytes (codes, indices), 0 of none. */
export function largestByte(bytes: Uint8Array): number {
  const kernels = loaded();
  return kernels === undefined ? largestByteTwin(bytes) : byKernel(bytes, kernels);
}

export function largestByteTwin(bytes: Uint8Array): number {
  let largest = 0;
  for (let k = 0; k < bytes.length; k++) largest = Math.max(largest, bytes[k]);
  return largest;
}

function byKernel(bytes: Uint8Array, { call, memory }: Loaded): number {
  return memory.lend((take) => {
    const at = take(BLOCK);
    let largest = 0;
    for (let from = 0; from < bytes.length; from += BLOCK) {
      const block = bytes.subarray(from, from + BLOCK);
      const padded = Math.ceil(block.length / 16) * 16;
      memory.bytes(at, padded).fill(0, block.length);
      memory.bytes(at, block.length).set(block);
      largest = Math.max(largest, call.largestByte(at, padded));
    }
    return largest;
  });
}
