import type { FixedFormat } from '../../base/number-format.ts';
import { floatDirectSums, narrowDirectSums } from '../../kernels/outputs/direct-sums.ts';
import { floatSums, hasCells, narrowSums } from '../../kernels/outputs/shared-sums.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import { type ArithmeticFormats, isExactInDouble } from './arithmetic.ts';
import type { Operands } from './operands.ts';

/** Sums of the first items of a product. */
export interface KernelSums {
  readonly items: number;
  /** Raw integers where the accumulators are fixed-point. */
  readonly sums: ArrayLike<number>;
  readonly clipped: number;
  /** Items some of whose products were clipped. */
  readonly clippedItems: readonly number[];
}

/** Whether weights are in the form that the fast kernels read, whatever their formats. */
export function kernelTakes({ weights, ...columns }: WeightMatrix): boolean {
  return weights.kind === 'shared' && hasCells({ ...columns, codes: weights.codes }, weights.codebook.length);
}

/**
 * Sums by kernel of as many of the first items as it takes: in fp32, or in fixed point of up to 16 bits with a rounding that is a shift. Undefined where it takes
 * none; the accumulators are its twin.
 * @param inputOf value of the input of a column
 */
export function kernelSums(
  matrix: WeightMatrix,
  operands: Operands,
  columns: Uint32Array,
  inputOf: (column: number) => number,
  formats: ArithmeticFormats,
): KernelSums | undefined {
  if (columns.length === 0 || !isExactInDouble(formats)) return undefined;
  const { codes, values } = operands;
  const { rows, columnStart, rowIndex } = matrix;
  const shared = codes === null ? undefined : { rows, columnStart, rowIndex, codes };
  const inCells = shared !== undefined && hasCells(shared, values.length);
  const { weight, activation, accumulator } = formats;
  const items = columns.length;
  if (accumulator.name === 'fp32') {
    if (!isSingle(weight) || !isSingle(activation)) return undefined;
    const inputs = new Float32Array(items);
    for (let n = 0; n < items; n++) inputs[n] = inputOf(columns[n]);
    const { plain } = operands;
    const direct = { rows, columnStart, rowIndex, owner: operands, weightOf: operands.of, ...(plain && { plain }) };
    const sums =
      (inCells ? undefined : floatDirectSums(direct, columns, inputs)) ??
      (shared && floatSums(shared, columns, Float32Array.from(values), inputs));
    return sums && { items, sums, clipped: 0, clippedItems: [] };
  }
  const narrow = narrowRules(formats);
  if (narrow === undefined) return undefined;
  const { rules, upWeight, up } = narrow;
  const rawInputs = new Int32Array(items);
  for (let n = 0; n < items; n++) rawInputs[n] = inputOf(columns[n]) * up;
  const rawOf = (k: number) => operands.of(k) * upWeight;
  const found = inCells
    ? narrowSums(
        shared,
        columns,
        Int16Array.from(values, (value) => value * upWeight),
        rawInputs,
        rules,
      )
    : narrowDirectSums({ rows, columnStart, rowIndex, owner: operands, weightOf: rawOf }, columns, rawInputs, rules);
  return found && { items, sums: found.sums, clipped: found.clipped, clippedItems: found.clippedInputs };
}

/** How raw integers of up to 16 bits are multiplied and added, and what weights and inputs are multiplied by to be such; undefined for other formats. */
export function narrowRules({ weight, activation, accumulator }: ArithmeticFormats) {
  if (!isNarrow(weight) || !isNarrow(activation) || !isNarrow(accumulator)) return undefined;
  const shift = weight.fractionBits + activation.fractionBits - accumulator.fractionBits;
  if (!Number.isInteger(shift) || shift < 0 || shift > 30) return undefined;
  return {
    rules: { shift, low: accumulator.minRaw, high: accumulator.maxRaw },
    upWeight: 2 ** weight.fractionBits,
    up: 2 ** activation.fractionBits,
  };
}

/** Values that single precision holds, and whose products it rounds as a double rounded to it is. */
function isSingle(format: ArithmeticFormats['weight']): boolean {
  return format.kind === 'float' && format.precisionBits <= 24;
}

function isNarrow(format: ArithmeticFormats['weight']): format is FixedFormat {
  return format.kind === 'fixed' && format.minRaw >= -0x8000 && format.maxRaw <= 0x7fff;
}
