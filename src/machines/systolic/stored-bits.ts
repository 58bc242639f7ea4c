import type { WeightMatrix } from '../../network/layer.ts';
import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import type { Reads } from './hardware.ts';
import { productOf, storedWeights } from './product.ts';
import { indexBits, valueBits } from './value-bits.ts';

/** Weights that a layer stores, zeros among them, and their bits: values, with N:M weights the place of each among M inputs, and the bias as sums. */
export function storedBits(
  matrix: WeightMatrix,
  machine: Reads<
    | 'encoding.pattern.kept'
    | 'encoding.pattern.of'
    | 'arithmetic.weight'
    | 'arithmetic.activation'
    | 'arithmetic.accumulator'
  >,
): { readonly weights: number; readonly bits: StoredBits } {
  const pattern = machine.encoding?.pattern;
  const weights = storedWeights(productOf(matrix, 1, pattern));
  const { weight, sum } = valueBits(machine);
  const index = indexBits(pattern);
  return {
    weights,
    bits: {
      codes: weights * (weight - index),
      indices: weights * index,
      padding: 0,
      pointers: 0,
      bias: matrix.hasBias ? matrix.rows * sum : 0,
      codebook: 0,
    },
  };
}
