import { type BlockFormat, blockScale, quantizeInBlock } from '../../base/block-format.ts';
import type { NumberFormat } from '../../base/number-format.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import { type ArithmeticFormats, quantizeAll } from './arithmetic.ts';

/** Weights as the arithmetic unit gets them. */
export interface Operands {
  /** By code, or by stored weight where `codes` is null. */
  readonly values: Float64Array;
  readonly codes: Uint8Array | null;
  /** Stored weights that the format clips. */
  readonly saturated: number;
  /** Stored weights, the bias apart, that are not 0 and become 0 in the format. */
  readonly zeroed: number;
  /** Value of stored weight k. */
  readonly of: (k: number) => number;
}

/** Operands that were prepared before: a convolution multiplies with the same weights thousands of times. They depend on nothing but the key. */
const prepared = new WeakMap<object, Map<string, Operands>>();

/**
 * Weights in the weight format: the codebook where they are shared, else each stored weight. Where a column holds fewer weights than the codebook has
 * values, a product for each stored weight is cheaper than one for each code; `byCode` forbids that.
 */
export function operandsOf(
  matrix: WeightMatrix,
  { weight: format, scales }: Pick<ArithmeticFormats, 'weight' | 'scales'>,
  byCode: boolean,
): Operands {
  const { weights, columnStart, columns } = matrix;
  if (format.kind === 'block') return ready(weights, format.name, () => quantizeBlocks(matrix, format));
  const isSmall = weights.kind === 'shared' && columnStart[columns] < columns * weights.codebook.length && !byCode;
  return ready(weights, `${format.name} ${scales?.weight} ${scales?.factor} ${isSmall}`, () => {
    const shared = quantizeWeights(matrix, format, scales);
    return isSmall
      ? { ...shared, values: Float64Array.from(shared.codes!, (_, k) => shared.of(k)), codes: null }
      : shared;
  });
}

function ready(weights: object, key: string, make: () => Operands): Operands {
  const known = prepared.get(weights)?.get(key);
  if (known !== undefined) return known;
  const operands = make();
  prepared.set(weights, (prepared.get(weights) ?? new Map<string, Operands>()).set(key, operands));
  return operands;
}

/** How many of the first `count` weights are in `became` 0 and were not; both by code, or by stored weight where `codes` is null. */
function countZeroed(was: Float32Array, became: Float64Array, codes: Uint8Array | null, count: number): number {
  const isZeroed = (at: number): boolean => became[at] === 0 && was[at] !== 0;
  let zeroed = 0;
  if (codes === null) {
    for (let k = 0; k < count; k++) if (isZeroed(k)) zeroed++;
    return zeroed;
  }
  const byCode = Array.from(was, (_, code) => isZeroed(code));
  if (byCode.includes(true)) for (let k = 0; k < count; k++) if (byCode[codes[k]]) zeroed++;
  return zeroed;
}

/** Each stored weight in its block: `blockSize` inputs of one row, the bias column by itself. */
function quantizeBlocks(
  { weights, columnStart, columns, rowIndex, rows }: WeightMatrix,
  format: BlockFormat,
): Operands {
  const stored = (k: number): number =>
    weights.kind === 'shared' ? weights.codebook[weights.codes[k]] : weights.values[k];
  const values = new Float64Array(rowIndex.length);
  let saturated = 0;
  let zeroed = 0;
  for (let first = 0; first + 1 < columnStart.length; first += format.blockSize) {
    const from = columnStart[first];
    const to = columnStart[Math.min(first + format.blockSize, columnStart.length - 1)];
    const largest = new Float64Array(rows);
    for (let k = from; k < to; k++) largest[rowIndex[k]] = Math.max(largest[rowIndex[k]], Math.abs(stored(k)));
    for (let k = from; k < to; k++) {
      const { value, saturated: clipped } = quantizeInBlock(
        stored(k),
        blockScale(largest[rowIndex[k]], format),
        format,
      );
      values[k] = value;
      if (clipped) saturated++;
      if (k < columnStart[columns] && value === 0 && stored(k) !== 0) zeroed++;
    }
  }
  return { values, codes: null, saturated, zeroed, of: (k) => values[k] };
}

function quantizeWeights(
  { weights, columnStart, columns }: WeightMatrix,
  format: NumberFormat,
  scales: ArithmeticFormats['scales'],
): Operands {
  const { weight: scale = 1, factor = 1 } = scales ?? {};
  const times = (values: Float64Array) => (factor === 1 ? values : values.map((value) => value * factor));
  if (weights.kind === 'direct') {
    const { values: plain, saturated } = quantizeAll(weights.values, format, scale);
    const values = times(plain);
    const zeroed = countZeroed(weights.values, plain, null, columnStart[columns]);
    return { values, codes: null, saturated, zeroed, of: (k) => values[k] };
  }
  const { codes, codebook } = weights;
  const { values: plain, saturated } = quantizeAll(codebook, format, scale);
  const values = times(plain);
  const clippedCodes =
    saturated === 0 ? null : Array.from(codebook, (value) => quantizeAll([value], format, scale).saturated);
  const stored = clippedCodes === null ? 0 : codes.reduce((sum, code) => sum + clippedCodes[code], 0);
  const zeroed = countZeroed(codebook, plain, codes, columnStart[columns]);
  return { values, codes, saturated: stored, zeroed, of: (k) => values[codes[k]] };
}
