import type { FixedFormat } from '../../base/number-format.ts';
import { bitSums } from '../../kernels/outputs/bit-sums.ts';
import { type DirectColumns, floatDirectSums, narrowDirectSums } from '../../kernels/outputs/direct-sums.ts';
import { floatSums, hasCells, narrowSums, type SharedColumns } from '../../kernels/outputs/shared-sums.ts';
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

/** Values of the inputs in the activation format, and that of the bias behind them. */
export interface Inputs {
  readonly values: Float32Array | Float64Array;
  readonly one: number;
}

/** Whether weights are in the form that the fast kernels read, whatever their formats. */
export function kernelTakes({ weights, rows, columnStart }: WeightMatrix): boolean {
  return weights.kind === 'shared' && hasCells({ rows, columnStart }, weights.codebook.length);
}

/** The columns of a matrix as kernels read them; its rows are made when one looks at them. */
export function sharedColumns(matrix: WeightMatrix, codes: Uint8Array): SharedColumns {
  const { rows, columnStart, places } = matrix;
  return {
    rows,
    columnStart,
    codes,
    get rowIndex() {
      return matrix.rowIndex;
    },
    ...(places && { places }),
  };
}

/** The same by the value of each weight. */
export function directColumns(
  matrix: WeightMatrix,
  owner: object,
  weightOf: DirectColumns['weightOf'],
  plain?: DirectColumns['plain'],
): DirectColumns {
  const { rows, columnStart, places } = matrix;
  return {
    rows,
    columnStart,
    get rowIndex() {
      return matrix.rowIndex;
    },
    ...(places && { places }),
    owner,
    weightOf,
    ...(plain && { plain }),
  };
}

/**
 * Sums by kernel of as many of the first items as it takes: in fp32, or in fixed point of up to 16 bits with a rounding that is a shift. Undefined where it takes
 * none; the accumulators are its twin.
 */
export function kernelSums(
  matrix: WeightMatrix,
  operands: Operands,
  columns: Uint32Array,
  inputs: Inputs,
  formats: ArithmeticFormats,
): KernelSums | undefined {
  if (columns.length === 0 || !isExactInDouble(formats)) return undefined;
  const { codes, values } = operands;
  const shared = codes === null ? undefined : sharedColumns(matrix, codes);
  const inCells = shared !== undefined && hasCells(shared, values.length);
  const { weight, activation, accumulator } = formats;
  const items = columns.length;
  if (accumulator.name === 'fp32') {
    if (!isSingle(weight) || !isSingle(activation)) return undefined;
    const floats = new Float32Array(items);
    gather(inputs, columns, 1, floats);
    const { plain } = operands;
    const direct = directColumns(matrix, operands, operands.of, plain);
    const sums =
      (inCells ? undefined : floatDirectSums(direct, columns, floats)) ??
      (shared && floatSums(shared, columns, new Float32Array(values), floats));
    return sums && { items, sums, clipped: 0, clippedItems: [] };
  }
  const narrow = narrowRules(formats);
  if (narrow === undefined) return undefined;
  const { rules, upWeight, up } = narrow;
  const rawInputs = new Int32Array(items);
  gather(inputs, columns, up, rawInputs);
  const rawOf = (k: number) => operands.of(k) * upWeight;
  const rawWeights = new Int16Array(shared === undefined ? 0 : values.length);
  for (let code = 0; code < rawWeights.length; code++) rawWeights[code] = values[code] * upWeight;
  const found =
    (shared && bitSums(shared, columns, rawWeights, rawInputs, rules)) ??
    (inCells
      ? narrowSums(shared, columns, rawWeights, rawInputs, rules)
      : narrowDirectSums(directColumns(matrix, operands, rawOf), columns, rawInputs, rules));
  return found && { items, sums: found.sums, clipped: found.clipped, clippedItems: found.clippedInputs };
}

/** The inputs of columns, each times a factor; the bias is the last where it is among them. */
function gather({ values, one }: Inputs, columns: Uint32Array, factor: number, into: Float32Array | Int32Array): void {
  const last = columns.length - 1;
  const count = columns[last] < values.length ? columns.length : last;
  for (let n = 0; n < count; n++) into[n] = values[columns[n]] * factor;
  if (count === last) into[last] = one * factor;
}

/**
 * How raw integers of up to 16 bits are multiplied and added, what weights and inputs are multiplied by to be such, and what a step of a sum is worth; undefined for other
 * formats.
 */
export function narrowRules({ weight, activation, accumulator }: ArithmeticFormats) {
  if (!isNarrow(weight) || !isNarrow(activation) || !isNarrow(accumulator)) return undefined;
  const shift = weight.fractionBits + activation.fractionBits - accumulator.fractionBits;
  if (!Number.isInteger(shift) || shift < 0 || shift > 30) return undefined;
  return {
    rules: { shift, low: accumulator.minRaw, high: accumulator.maxRaw },
    upWeight: 2 ** weight.fractionBits,
    up: 2 ** activation.fractionBits,
    step: 2 ** -accumulator.fractionBits,
    isScaled: accumulator.scale !== undefined,
  };
}

/** Values that single precision holds, and whose products it rounds as a double rounded to it is. */
function isSingle(format: ArithmeticFormats['weight']): boolean {
  return format.kind === 'float' && format.precisionBits <= 24;
}

function isNarrow(format: ArithmeticFormats['weight']): format is FixedFormat {
  return format.kind === 'fixed' && format.minRaw >= -0x8000 && format.maxRaw <= 0x7fff;
}
