import { type Loaded, loaded } from '../loaded.ts';
import { BLOCK, filledUp, inBlocks } from './blocks.ts';
import { floatFrom, grown, ORDERS } from './pick-magnitudes.ts';

/** Values whose magnitudes lie between two bounds, in their order, and how many are not below the upper one. */
export interface Bracketed {
  readonly values: Float32Array;
  readonly above: number;
}

/** Of many values those whose magnitude is at least `least` and below `below`. */
export function bracketMagnitudes(values: Float32Array, least: number, below: number): Bracketed {
  const kernels = loaded();
  return kernels === undefined ? bracketMagnitudesTwin(values, least, below) : byKernel(values, least, below, kernels);
}

export function bracketMagnitudesTwin(values: Float32Array, least: number, below: number): Bracketed {
  let above = 0;
  const inside = values.filter((value) => {
    const magnitude = Math.abs(value);
    if (magnitude >= below) above++;
    return magnitude >= least && !(magnitude >= below);
  });
  return { values: inside, above };
}

function byKernel(values: Float32Array, least: number, below: number, { call, memory }: Loaded): Bracketed {
  return memory.lend((take) => {
    const [at, to, aboveAt] = [take(4 * BLOCK), take(4 * BLOCK + 16), memory.cleared(take, 16)];
    const orders = memory.lent(take, ORDERS);
    const some = memory.floats(to, BLOCK);
    const [from, end] = [floatFrom(least), floatFrom(below)];
    let found = new Float32Array(Math.min(values.length, Math.ceil(values.length / 16) + BLOCK));
    let count = 0;
    inBlocks(values, memory, at, (own) => {
      const more = call.bracketMagnitudes(at, filledUp(memory, at, own, Number.NaN), from, end, to, aboveAt, orders);
      if (count + more > found.length) found = grown(found, values.length);
      found.set(some.subarray(0, more), count);
      count += more;
    });
    const above = memory.words(aboveAt, 4).reduce((sum, lane) => sum + lane, 0);
    return { values: found.subarray(0, count), above };
  });
}
