import type { GivenInputs } from '../../src/network/inputs/read-inputs.ts';

/** One input array, as readInputs gives that of a .npy file. */
export function givenInputs(shape: readonly number[], values: readonly number[], file = 'x'): GivenInputs {
  return { file, arrays: [{ name: null, shape, values: Float32Array.from(values) }] };
}
