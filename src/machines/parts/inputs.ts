import { joinFloats } from '../../base/join-floats.ts';
import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { Layer } from '../../network/layer.ts';
import { arithmeticFormats, type Quantized, quantizeInputs } from '../../simulate/outputs/arithmetic.ts';
import { matrixProduct, type Outputs } from '../../simulate/outputs/matrix-product.ts';

/** An input as a machine sees it. */
export interface SeenInput {
  readonly activations: Quantized;
  /** Columns that are not zero in the number format, ascending; the bias, where the layer has one, is the last. */
  readonly columns: Uint32Array;
}

/**
 * Inputs in the number format of the machine, and where they are not zero.
 * @throws UserError ACTIVATION_NOT_FINITE
 */
export function seenInputs(
  { name, matrix }: Layer,
  inputs: readonly Float32Array[],
  { arithmetic }: { readonly arithmetic: Pick<Chip['arithmetic'], 'activation'> },
): readonly SeenInput[] {
  return inputs.map((input) => {
    const bad = input.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw UserError.at(
        { path: `${name}.activations[${bad}]` },
        `expected a finite number, found ${input[bad]}`,
        'ACTIVATION_NOT_FINITE',
      );
    const activations = quantizeInputs(input, arithmetic);
    const columns = new Uint32Array(input.length + 1);
    let found = 0;
    activations.values.forEach((value, column) => {
      if (value !== 0) columns[found++] = column;
    });
    if (matrix.hasBias) columns[found++] = matrix.columns;
    return { activations, columns: columns.slice(0, found) };
  });
}

/** Outputs of all inputs, one behind the other: what zeros add is nothing, so that only the others are multiplied. */
export function outputsOf(
  { matrix }: Layer,
  seen: readonly SeenInput[],
  { arithmetic }: Pick<Chip, 'arithmetic'>,
): Outputs {
  const formats = arithmeticFormats(arithmetic);
  const products = seen.map(({ activations, columns }) => matrixProduct(matrix, columns, activations, formats));
  const sum = (value: (of: Outputs['saturations']) => number) =>
    products.reduce((total, { saturations }) => total + value(saturations), 0);
  return {
    outputs: joinFloats(products.map(({ outputs }) => outputs)),
    saturations: {
      weight: products[0].saturations.weight,
      activation: sum(({ activation }) => activation),
      accumulator: sum(({ accumulator }) => accumulator),
    },
  };
}

/** Inputs in which each column is not zero; the bias is a column that never is. */
export function activeInputs({ matrix }: Layer, seen: readonly SeenInput[]): Uint32Array {
  const active = new Uint32Array(matrix.columns + 1);
  for (const { columns } of seen) for (const column of columns) active[column]++;
  return active;
}
