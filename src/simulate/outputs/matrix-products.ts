import { joinFloats } from '../../base/join-floats.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { ArithmeticFormats, Quantized } from './arithmetic.ts';
import { matrixProduct, type Outputs } from './matrix-product.ts';

/** The inputs of many products with one matrix, in parts whose saturations are counted together. */
export interface SentProducts {
  /** Of each part: its inputs, one behind the other. */
  readonly activations: readonly Quantized[];
  /** Columns that are multiplied of each product, one behind the other, and where they end. */
  readonly columns: Uint32Array;
  readonly ends: Uint32Array;
}

/** matrixProduct of every product, one behind the other, for each part of so many products. */
export function matrixProducts(
  matrix: WeightMatrix,
  { activations, columns, ends }: SentProducts,
  sizes: readonly number[],
  formats: ArithmeticFormats,
): readonly Outputs[] {
  let product = 0;
  return sizes.map((size, k) => {
    const { values, saturated } = activations[k];
    const all = Array.from({ length: size }, (_, n) => {
      const own = columns.subarray(product === 0 ? 0 : ends[product - 1], ends[product]);
      product++;
      const input = { values: values.subarray(n * matrix.columns, (n + 1) * matrix.columns), saturated: 0 };
      return matrixProduct(matrix, own, input, formats);
    });
    const sum = (of: (saturations: Outputs['saturations']) => number) =>
      all.reduce((total, { saturations }) => total + of(saturations), 0);
    return {
      outputs: joinFloats(all.map(({ outputs }) => outputs)),
      saturations: {
        weight: sum(({ weight }) => weight),
        activation: saturated,
        accumulator: sum((of) => of.accumulator),
      },
    };
  });
}
