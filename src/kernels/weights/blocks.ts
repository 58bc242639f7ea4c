import type { LinearMemory } from '../linear-memory.ts';

/** Floats that are brought into the kernels' memory at a time. */
export const BLOCK = 0x2000;

/**
 * Brings values block by block to an address of the kernels' memory.
 * @param use is told of each block how many values it has, and the place of the first of them
 */
export function inBlocks(
  values: Float32Array,
  memory: LinearMemory,
  at: number,
  use: (count: number, start: number) => void,
): void {
  for (let start = 0; start < values.length; start += BLOCK) {
    const part = values.subarray(start, start + BLOCK);
    memory.put(at, part);
    use(part.length, start);
  }
}

/** Fills a block up to a multiple of 4 with a value that says nothing; returns how many there are then. */
export function filledUp(memory: LinearMemory, at: number, count: number, value: number): number {
  const whole = Math.ceil(count / 4) * 4;
  memory.floats(at, whole).fill(value, count);
  return whole;
}
