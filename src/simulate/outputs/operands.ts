import type { NumberFormat } from '../../base/number-format.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import { quantizeAll } from './arithmetic.ts';

/** Weights as the arithmetic unit gets them. */
export interface Operands {
  /** By code, or by stored weight where `codes` is null. */
  readonly values: Float64Array;
  readonly codes: Uint8Array | null;
  /** Stored weights that the format clips. */
  readonly saturated: number;
  /** Value of stored weight k. */
  readonly of: (k: number) => number;
}

/** Operands that were prepared before: a convolution multiplies with the same weights thousands of times. They depend on nothing but the key. */
const prepared = new WeakMap<object, Map<string, Operands>>();

/**
 * Weights in the weight format: the codebook where they are shared, else each stored weight. Where a column holds fewer weights than the codebook has
 * values, a product for each stored weight is cheaper than one for each code; `byCode` forbids that.
 */
export function operandsOf(matrix: WeightMatrix, format: NumberFormat, byCode: boolean): Operands {
  const { weights, columnStart, columns } = matrix;
  const isSmall = weights.kind === 'shared' && columnStart[columns] < columns * weights.codebook.length && !byCode;
  const key = `${format.name} ${isSmall}`;
  const known = prepared.get(weights)?.get(key);
  if (known !== undefined) return known;
  const shared = quantizeWeights(matrix, format);
  const operands = isSmall
    ? { ...shared, values: Float64Array.from(shared.codes!, (_, k) => shared.of(k)), codes: null }
    : shared;
  prepared.set(weights, (prepared.get(weights) ?? new Map<string, Operands>()).set(key, operands));
  return operands;
}

function quantizeWeights({ weights }: WeightMatrix, format: NumberFormat): Operands {
  if (weights.kind === 'direct') {
    const { values, saturated } = quantizeAll(weights.values, format);
    return { values, codes: null, saturated, of: (k) => values[k] };
  }
  const { codes, codebook } = weights;
  const { values, saturated } = quantizeAll(codebook, format);
  const clippedCodes = saturated === 0 ? null : Array.from(codebook, (value) => quantizeAll([value], format).saturated);
  const stored = clippedCodes === null ? 0 : codes.reduce((sum, code) => sum + clippedCodes[code], 0);
  return { values, codes, saturated: stored, of: (k) => values[codes[k]] };
}
