import { randomBelow, randomStream } from '../../base/random.ts';
import type { Floats } from '../products/products.ts';

/** Labelled samples, in memory that threads can share. */
export interface Samples {
  /** Values of a sample. */
  readonly size: number;
  readonly count: number;
  /** Sample after sample: bytes of images, or numbers. */
  readonly values: Uint8Array | Float32Array;
  readonly labels: Uint16Array;
  /** What a value becomes: (value - shift[k]) x scale[k], k being its place in the sample. */
  readonly shift: Float64Array;
  readonly scale: Float64Array;
}

/** Copies a sample, preprocessed, to the place-th sample of `inputs`. */
export function copySample(
  { size, values, shift, scale }: Samples,
  sample: number,
  inputs: Floats,
  place: number,
): void {
  const [from, to] = [sample * size, place * size];
  for (let k = 0; k < size; k++) inputs[to + k] = (values[from + k] - shift[k]) * scale[k];
}

/** The numbers from 0 to count - 1 in an order drawn from a seed (Fisher-Yates). */
export function shuffled(count: number, seed: number): Uint32Array {
  const next = randomStream(seed);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = randomBelow(next, last + 1);
    const moved = order[last];
    order[last] = order[other];
    order[other] = moved;
  }
  return order;
}

/** A seed for a part of a training, from its own and numbers that tell the part: the same for the same numbers, another for any other. */
export function derivedSeed(seed: number, ...parts: readonly number[]): number {
  return parts.reduce((mixed, part) => {
    const next = randomStream((mixed ^ Math.imul(part + 1, 0x9e3779b1)) >>> 0);
    next();
    return next();
  }, seed >>> 0);
}
