import type { WeightMatrix } from '../../network/layer.ts';
import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import type { Grid, Product } from './folds.ts';
import type { Reads } from './hardware.ts';
import { productOf, storedWeights } from './product.ts';
import { indexBits, valueBits } from './value-bits.ts';
import { storedTiles } from './weight-queue.ts';

/** Weights that a layer stores, zeros among them, and their bits: values, with N:M weights the place of each among M inputs, and the bias as sums. */
export function storedBits(
  matrix: WeightMatrix,
  machine: Reads<
    | 'encoding.pattern.kept'
    | 'encoding.pattern.of'
    | 'arithmetic.weight'
    | 'arithmetic.activation'
    | 'arithmetic.accumulator'
    | 'array.rows'
    | 'array.columns'
    | 'array.doubleBuffered'
    | 'weights.home'
  >,
): { readonly weights: number; readonly bits: StoredBits } {
  const pattern = machine.encoding?.pattern;
  const product = productOf(matrix, 1, pattern);
  const weights = storedWeights(product);
  const { weight, sum } = valueBits(machine);
  const index = indexBits(pattern);
  return {
    weights,
    bits: {
      codes: weights * (weight - index),
      indices: weights * index,
      padding: (inTiles(machine) ? tileWeights(product, machine.array) - weights : 0) * weight,
      pointers: 0,
      bias: matrix.hasBias ? matrix.rows * sum : 0,
      codebook: 0,
    },
  };
}

/** Weights that come through a queue are stored in tiles, as it holds them. */
function inTiles({ array, weights }: Reads<'array.doubleBuffered' | 'weights.home'>): boolean {
  return array.doubleBuffered && weights.home === 'dram';
}

function tileWeights(product: Product, array: Grid): number {
  return storedTiles(product, array) * array.rows * array.columns;
}
