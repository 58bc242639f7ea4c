import { joinFloats } from '../../base/join-floats.ts';
import { quantize } from '../../base/number-format.ts';
import { type ManyOutputs, manyDirect, manyShared } from '../../kernels/outputs/many-sums.ts';
import { hasCells } from '../../kernels/outputs/shared-sums.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import { type ArithmeticFormats, clips, isExactInDouble, multiplier, type Quantized, settle } from './arithmetic.ts';
import { directColumns, kernelTakes, narrowRules, sharedColumns } from './kernel-sums.ts';
import { matrixProduct, type Outputs, ownBias } from './matrix-product.ts';
import { type Operands, operandsOf } from './operands.ts';

/** The inputs of many products with one matrix, in parts whose saturations are counted together. */
export interface SentProducts {
  /** Inputs in the activation format, those of one product behind those of the other. */
  readonly values: Quantized['values'];
  /** How many of them were clipped in each part. */
  readonly saturatedOf: readonly number[];
  /** Columns that are multiplied of each product, one behind the other, and where they end. */
  readonly columns: Uint32Array;
  readonly ends: Uint32Array;
}

/** matrixProduct of every product, for each part of so many products: their outputs one behind the other. */
export function matrixProducts(
  matrix: WeightMatrix,
  sent: SentProducts,
  sizes: readonly number[],
  formats: ArithmeticFormats,
): readonly Outputs[] {
  return atOnce(matrix, sent, sizes, formats) ?? oneByOne(matrix, sent, sizes, formats);
}

function oneByOne(
  matrix: WeightMatrix,
  { values, saturatedOf, columns, ends }: SentProducts,
  sizes: readonly number[],
  formats: ArithmeticFormats,
): readonly Outputs[] {
  let product = 0;
  return sizes.map((size, k) => {
    const all = Array.from({ length: size }, () => {
      const own = columns.subarray(product === 0 ? 0 : ends[product - 1], ends[product]);
      const input = values.subarray(product * matrix.columns, (product + 1) * matrix.columns);
      product++;
      return matrixProduct(matrix, own, { values: input, saturated: 0 }, formats);
    });
    const sum = (of: (saturations: Outputs['saturations']) => number) =>
      all.reduce((total, { saturations }) => total + of(saturations), 0);
    return {
      outputs: joinFloats(all.map(({ outputs }) => outputs)),
      saturations: {
        weight: sum((of) => of.weight),
        activation: saturatedOf[k],
        accumulator: sum((of) => of.accumulator),
      },
    };
  });
}

/** By a kernel; undefined for number formats and weights that it does not take. */
function atOnce(
  matrix: WeightMatrix,
  sent: SentProducts,
  sizes: readonly number[],
  formats: ArithmeticFormats,
): readonly Outputs[] | undefined {
  const narrow = narrowRules(formats);
  if (narrow === undefined || narrow.isScaled || !isExactInDouble(formats)) return undefined;
  const { rules, upWeight, up, step } = narrow;
  const operands = operandsOf(matrix, formats, kernelTakes(matrix));
  const { codes, values } = operands;
  const { rows } = matrix;
  const settled = settledBias(matrix, formats);
  const raw = {
    columns: sent.columns,
    ends: sent.ends,
    inputs: rawInputs(matrix, sent, quantize(1, formats.activation), up),
    ...(settled && { bias: settled.ofRow }),
  };
  const arithmetic = { ...rules, step };
  const shared = codes === null ? undefined : sharedColumns(matrix, codes);
  const rawOf = (k: number) => operands.of(k) * upWeight;
  const found =
    shared !== undefined && hasCells(shared, values.length)
      ? manyShared(
          shared,
          Int16Array.from(values, (value) => value * upWeight),
          raw,
          arithmetic,
        )
      : manyDirect(directColumns(matrix, operands, rawOf), raw, arithmetic);
  if (found === undefined) return undefined;
  const clippedOf = clippedProducts(matrix, operands, formats, raw, up, found);
  let before = 0;
  return sizes.map((size, k) => {
    const [from, to] = [before, before + size];
    before = to;
    let clipped = size * (settled?.clipped ?? 0);
    for (let product = from; product < to; product++) clipped += found.clipped[product] + clippedOf[product];
    return {
      outputs: found.outputs.subarray(from * rows, to * rows),
      saturations: {
        weight: size * operands.saturated,
        activation: sent.saturatedOf[k],
        accumulator: clipped,
      },
    };
  });
}

/** Raw value of the input of each item. */
function rawInputs(
  { columns: inputs }: WeightMatrix,
  { values, columns, ends }: SentProducts,
  one: number,
  up: number,
): Int32Array {
  const raw = new Int32Array(columns.length);
  for (let product = 0, item = 0, base = 0; product < ends.length; product++, base += inputs)
    for (; item < ends[product]; item++)
      raw[item] = (columns[item] === inputs ? one : values[base + columns[item]]) * up;
  return raw;
}

/** A bias with values of its own, in raw integers by row, and how many of them were clipped. */
function settledBias(matrix: WeightMatrix, formats: ArithmeticFormats) {
  const bias = ownBias(matrix, formats);
  if (bias === null) return undefined;
  const { rows, rowIndex, columnStart, columns } = matrix;
  const ofRow = new Int16Array(rows);
  let clipped = 0;
  for (let k = columnStart[columns]; k < columnStart[columns + 1]; k++) {
    const value = bias(k - columnStart[columns]);
    ofRow[rowIndex[k]] = settle(value, formats.accumulator);
    if (clips(value, formats.accumulator)) clipped++;
  }
  return { ofRow, clipped };
}

/** How many products of weights and inputs were clipped in each product of the matrix. */
function clippedProducts(
  { columnStart }: WeightMatrix,
  operands: Operands,
  formats: ArithmeticFormats,
  { columns, ends, inputs }: { readonly columns: Uint32Array; readonly ends: Uint32Array; readonly inputs: Int32Array },
  up: number,
  { clippedItems }: ManyOutputs,
): Uint32Array {
  const clipped = new Uint32Array(ends.length);
  const multiply = multiplier(formats);
  let product = 0;
  for (const item of clippedItems) {
    while (ends[product] <= item) product++;
    const column = columns[item];
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++)
      if (clips(multiply(operands.of(k), inputs[item] / up), formats.accumulator)) clipped[product]++;
  }
  return clipped;
}
