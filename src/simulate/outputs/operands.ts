import { type BlockFormat, layerScale, quantizeBlock } from '../../base/block-format.ts';
import type { NumberFormat } from '../../base/number-format.ts';
import { quantizationLoss, quantizeFloats } from '../../kernels/weights/quantize-floats.ts';
import type { SharedWeights, WeightMatrix } from '../../network/layer.ts';
import { type ArithmeticFormats, isSingle, quantizeAll } from './arithmetic.ts';

/** Weights as the arithmetic unit gets them. */
export interface Operands {
  /** By code, or by stored weight where `codes` is null. */
  readonly values: Float32Array | Float64Array;
  readonly codes: Uint8Array | null;
  /** Stored weights that the format clips. */
  readonly saturated: number;
  /** Stored weights, the bias apart, that are not 0 and become 0 in the format. */
  readonly zeroed: number;
  /** Value of stored weight k. */
  readonly of: (k: number) => number;
  /** Of weights that are not shared, where single precision holds them in the format: as they were, and the format. Values are then made when they are asked for. */
  readonly plain?: { readonly weights: Float32Array; readonly format: NumberFormat };
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

/** How many of the first `count` weights are in `became` 0 and were not; both by code, or by stored weight where there are no codes. */
function countZeroed(
  was: Float32Array | Float64Array,
  became: Float32Array | Float64Array,
  weights: Pick<SharedWeights, 'codes'> | null,
  count: number,
): number {
  const isZeroed = (at: number): boolean => became[at] === 0 && was[at] !== 0;
  let zeroed = 0;
  if (weights === null) {
    for (let k = 0; k < count; k++) if (isZeroed(k)) zeroed++;
    return zeroed;
  }
  const byCode = Array.from(was, (_, code) => isZeroed(code));
  if (!byCode.includes(true)) return 0;
  const { codes } = weights;
  for (let k = 0; k < count; k++) if (byCode[codes[k]]) zeroed++;
  return zeroed;
}

/**
 * Each stored weight in its block: `blockSize` inputs of one row, the bias column by itself. Where blocks share a scale of the layer it is 1 if that keeps every
 * weight, as it does for weights that came in blocks without one.
 */
function quantizeBlocks(matrix: WeightMatrix, format: BlockFormat): Operands {
  const own = storedWeights(matrix.weights, matrix.rowIndex.length);
  const largest = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const plain = format.layerBits === 0 ? undefined : inBlocks(matrix, own, format, { shared: 1, untilInexact: true });
  const quantized = plain ?? inBlocks(matrix, own, format, { shared: layerScale(largest, format) })!;
  const { values, saturated } = quantized;
  const zeroed = countZeroed(own, values, null, matrix.columnStart[matrix.columns]);
  return { values, codes: null, saturated, zeroed, of: (k) => values[k] };
}

function storedWeights(weights: WeightMatrix['weights'], count: number): Float64Array {
  if (weights.kind === 'direct') return Float64Array.from(weights.values);
  const { codebook, codes } = weights;
  const values = new Float64Array(count);
  for (let k = 0; k < count; k++) values[k] = codebook[codes[k]];
  return values;
}

/** undefined where a block does not keep its weights and that is asked for. */
function inBlocks(
  { columnStart, rowIndex, rows, columns, groups = 1 }: WeightMatrix,
  own: Float64Array,
  format: BlockFormat,
  { shared, untilInexact = false }: { readonly shared: number; readonly untilInexact?: boolean },
): { readonly values: Float64Array; readonly saturated: number } | undefined {
  const values = new Float64Array(own.length);
  const ofGroup = columns / groups;
  let saturated = 0;
  for (let first = 0; first + 1 < columnStart.length; ) {
    const endOfGroup = first < columns ? (Math.floor(first / ofGroup) + 1) * ofGroup : columnStart.length - 1;
    const end = Math.min(first + format.blockSize, endOfGroup);
    const { places, starts } = byRow(rowIndex, columnStart[first], columnStart[end], rows);
    for (let row = 0; row < rows; row++) {
      const [from, to] = [starts[row], starts[row + 1]];
      if (from === to) continue;
      const block = new Float64Array(to - from);
      for (let n = 0; n < block.length; n++) block[n] = own[places[from + n]];
      const became = quantizeBlock(block, format, shared);
      if (untilInexact && !became.isExact) return undefined;
      saturated += became.saturated;
      for (let n = 0; n < block.length; n++) values[places[from + n]] = block[n];
    }
    first = end;
  }
  return { values, saturated };
}

/** Places of stored weights row by row: those of row r from starts[r] to starts[r + 1]. */
function byRow(rowIndex: Uint32Array, from: number, to: number, rows: number) {
  const starts = new Uint32Array(rows + 1);
  for (let k = from; k < to; k++) starts[rowIndex[k] + 1]++;
  for (let row = 0; row < rows; row++) starts[row + 1] += starts[row];
  const next = starts.slice(0, rows);
  const places = new Uint32Array(to - from);
  for (let k = from; k < to; k++) places[next[rowIndex[k]]++] = k;
  return { places, starts };
}

function quantizeWeights(
  { weights, columnStart, columns }: WeightMatrix,
  format: NumberFormat,
  scales: ArithmeticFormats['scales'],
): Operands {
  const { weight: scale = 1, factor = 1 } = scales ?? {};
  const times = (values: Float64Array) => (factor === 1 ? values : values.map((value) => value * factor));
  if (weights.kind === 'direct' && scale === 1 && factor === 1 && isSingle(format))
    return singles(weights.values, format, columnStart[columns]);
  if (weights.kind === 'direct') {
    const { values: plain, saturated } = quantizeAll(weights.values, format, scale);
    const values = times(plain);
    const zeroed = countZeroed(weights.values, plain, null, columnStart[columns]);
    return { values, codes: null, saturated, zeroed, of: (k) => values[k] };
  }
  const { codebook } = weights;
  const { values: plain, saturated } = quantizeAll(codebook, format, scale);
  const values = times(plain);
  const clippedCodes =
    saturated === 0 ? null : Array.from(codebook, (value) => quantizeAll([value], format, scale).saturated);
  const stored = clippedCodes === null ? 0 : weights.codes.reduce((sum, code) => sum + clippedCodes[code], 0);
  const zeroed = countZeroed(codebook, plain, weights, columnStart[columns]);
  return {
    values,
    // generated codes are made when they are read
    get codes() {
      return weights.codes;
    },
    saturated: stored,
    zeroed,
    of: (k) => values[weights.codes[k]],
  };
}

/** Weights by value; `ownWeights` of them are not of the bias. */
function singles(weights: Float32Array, format: NumberFormat, ownWeights: number): Operands {
  const own = quantizationLoss(weights.subarray(0, ownWeights), format);
  const bias = quantizationLoss(weights.subarray(ownWeights), format);
  let made: Float32Array | undefined;
  const values = () => (made ??= quantizeFloats(weights, format).values);
  return {
    get values() {
      return values();
    },
    codes: null,
    saturated: own.saturations + bias.saturations,
    zeroed: own.zeroValues,
    of: (k) => values()[k],
    plain: { weights, format },
  };
}
