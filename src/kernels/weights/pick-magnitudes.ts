import { type Loaded, loaded } from '../loaded.ts';
import { BLOCK, filledUp, inBlocks } from './blocks.ts';

/** Some of many values, in their order, and where each of them stood. */
export interface Picked {
  readonly values: Float32Array;
  readonly indices: Uint32Array;
}

/** The values whose magnitude is at least `least`. @param expected about how many there are */
export function pickMagnitudes(values: Float32Array, least: number, expected = values.length): Picked {
  const kernels = loaded();
  return kernels === undefined ? pickMagnitudesTwin(values, least) : byKernel(values, least, expected, kernels);
}

export function pickMagnitudesTwin(values: Float32Array, least: number): Picked {
  let count = 0;
  for (let k = 0; k < values.length; k++) if (Math.abs(values[k]) >= least) count++;
  const picked = { values: new Float32Array(count), indices: new Uint32Array(count) };
  for (let k = 0, at = 0; at < count; k++) {
    if (!(Math.abs(values[k]) >= least)) continue;
    picked.values[at] = values[k];
    picked.indices[at++] = k;
  }
  return picked;
}

function byKernel(values: Float32Array, least: number, expected: number, { call, memory }: Loaded): Picked {
  return memory.lend((take) => {
    const room = 4 * BLOCK + 16;
    const [at, valuesAt, indicesAt, ordersAt] = [take(4 * BLOCK), take(room), take(room), take(256)];
    memory.bytes(ordersAt, 256).set(ORDERS);
    const [some, where] = [memory.floats(valuesAt, BLOCK), memory.words(indicesAt, BLOCK)];
    // a little more than expected, so that it seldom has to grow
    let found = new Float32Array(Math.min(values.length, Math.ceil(1.02 * expected) + BLOCK));
    let indices = new Uint32Array(found.length);
    let count = 0;
    // the least float that is not below: doubles may lie between two floats
    const threshold = floatFrom(least);
    inBlocks(values, memory, at, (own, start) => {
      const whole = filledUp(memory, at, own, Number.NaN);
      const more = call.pickMagnitudes(at, whole, start, threshold, valuesAt, indicesAt, ordersAt);
      if (count + more > found.length) {
        found = grown(found, values.length);
        indices = grown(indices, values.length);
      }
      found.set(more === BLOCK ? some : some.subarray(0, more), count);
      indices.set(more === BLOCK ? where : where.subarray(0, more), count);
      count += more;
    });
    return { values: found.subarray(0, count), indices: indices.subarray(0, count) };
  });
}

/** For each mask of four lanes the bytes of those that are set, one behind the other. */
export const ORDERS = Uint8Array.from({ length: 256 }, (_, k) => {
  const lanes = [0, 1, 2, 3].filter((lane) => ((k >> 4) & (1 << lane)) !== 0);
  const lane = lanes[(k & 15) >> 2] ?? 0;
  return 4 * lane + (k & 3);
});

/** The least 32-bit float that is at least x. */
export function floatFrom(x: number): number {
  const nearest = Math.fround(x);
  if (!(nearest < x)) return nearest;
  const bits = new Int32Array(Float32Array.of(nearest).buffer);
  bits[0] += nearest >= 0 ? 1 : -1;
  return new Float32Array(bits.buffer)[0];
}

export function grown<Kind extends Float32Array | Uint32Array>(array: Kind, most: number): Kind {
  const Larger = array.constructor as new (length: number) => Kind;
  const larger = new Larger(Math.min(most, 2 * array.length));
  larger.set(array);
  return larger;
}
