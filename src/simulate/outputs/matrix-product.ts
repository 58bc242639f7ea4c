import { quantize, roundHalfEven } from '../../base/number-format.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { Accumulators } from './accumulators.ts';
import { accumulatorsFor } from './accumulators-for.ts';
import { type ArithmeticFormats, clips, multiplier, productFiller, type Quantized, settle } from './arithmetic.ts';
import { saturatingAccumulators } from './clipped-accumulators.ts';
import { type Inputs, kernelSums, kernelTakes } from './kernel-sums.ts';
import { type Operands, operandsOf } from './operands.ts';

/** Outputs as fp32, and how many values were clipped on the way. */
export interface Outputs {
  readonly outputs: Float32Array;
  readonly saturations: { readonly weight: number; readonly activation: number; readonly accumulator: number };
}

/** Where a layer ends early: items from `firstItem` on were executed only in part, and these are the entries of them that were, in the order of their writes. */
export interface EarlyEnd {
  readonly firstItem: number;
  readonly rows: Uint32Array;
  readonly codes: Uint8Array;
  readonly columns: Uint32Array;
}

/** Outputs that nobody asked for. */
export const NO_OUTPUTS: Outputs = {
  outputs: new Float32Array(0),
  saturations: { weight: 0, activation: 0, accumulator: 0 },
};

/**
 * Bit-exact outputs of a matrix and the given columns of it: per output row in that order, bias last; product and sum are rounded and saturated in the accumulator format
 * (eie-timing section 5; no fused multiply-add). `activations` holds the inputs as values of the activation format.
 */
export function matrixProduct(
  matrix: WeightMatrix,
  columns: Uint32Array,
  activations: Quantized,
  formats: ArithmeticFormats,
  early?: EarlyEnd,
): Outputs {
  const first = accumulate(
    matrix,
    columns,
    activations,
    formats,
    accumulatorsFor(formats.accumulator, matrix.rows),
    early,
    true,
  );
  const { accumulator } = formats;
  if (accumulator.kind === 'fixed' || areFinite(first.outputs)) return first;
  const clipping = saturatingAccumulators(accumulator, matrix.rows);
  return accumulate(matrix, columns, activations, formats, clipping, early, false);
}

function accumulate(
  matrix: WeightMatrix,
  columns: Uint32Array,
  activations: Quantized,
  formats: ArithmeticFormats,
  sums: Accumulators,
  early: EarlyEnd | undefined,
  byKernel: boolean,
): Outputs {
  const { columnStart } = matrix;
  const operands = operandsOf(matrix, formats, early !== undefined || (byKernel && kernelTakes(matrix)));
  const multiply = multiplier(formats);
  const fill = productFiller(formats);
  const one = quantize(1, formats.activation);
  const bias = ownBias(matrix, formats);
  const inputOf = (column: number) => (column === matrix.columns ? one : activations.values[column]);
  let products = sums.newProducts(operands.codes === null ? matrix.rows : operands.values.length);
  let clipped = 0;
  const complete = early === undefined ? columns.length : early.firstItem;
  const countClips = (from: number, to: number, input: number) => {
    for (let k = from; k < to; k++) if (clips(multiply(operands.of(k), input), formats.accumulator)) clipped++;
  };
  const given = { matrix, operands, formats };
  const ahead = byKernel
    ? sumsAhead(given, columns.subarray(0, complete), { values: activations.values, one }, bias !== null)
    : undefined;
  if (ahead !== undefined) {
    sums.start(ahead.sums, ahead.clipped);
    for (const n of ahead.clippedItems)
      countClips(columnStart[columns[n]], columnStart[columns[n] + 1], inputOf(columns[n]));
  }
  for (let n = ahead?.items ?? 0; n < complete; n++) {
    const column = columns[n];
    if (column + 1 >= columnStart.length) continue; // the bias item of a layer without bias
    const from = columnStart[column];
    const to = columnStart[column + 1];
    if (column === matrix.columns && bias !== null) {
      const { rowIndex } = matrix;
      for (let k = from; k < to; k++) sums.addOne(rowIndex[k], settle(bias(k - from), formats.accumulator));
      for (let k = from; k < to; k++) if (clips(bias(k - from), formats.accumulator)) clipped++;
      continue;
    }
    const input = inputOf(column);
    const offset = operands.codes === null ? from : 0;
    const count = operands.codes === null ? to - from : operands.values.length;
    if (count > products.length) products = sums.newProducts(count);
    const someClip = fill(operands.values, offset, count, input, products);
    if (operands.codes === null) sums.addDirect(matrix.rowIndex, products, from, to);
    else sums.addShared(matrix.rowIndex, operands.codes, products, from, to);
    if (someClip) countClips(from, to, input);
  }
  for (let k = 0; k < (early?.rows.length ?? 0); k++) {
    const { rows, codes, columns: columnOf } = early!;
    const product =
      columnOf[k] === matrix.columns && bias !== null
        ? bias(biasElement(matrix, rows[k]))
        : multiply(operands.values[codes[k]], inputOf(columnOf[k]));
    sums.addOne(rows[k], settle(product, formats.accumulator));
    if (clips(product, formats.accumulator)) clipped++;
  }
  return {
    outputs: sums.outputs(),
    saturations: {
      weight: operands.saturated,
      activation: activations.saturated,
      accumulator: clipped + sums.saturations(),
    },
  };
}

function areFinite(values: Float32Array): boolean {
  for (let k = 0; k < values.length; k++) if (!Number.isFinite(values[k])) return false;
  return true;
}

/** Sums by kernel, of all items or of all but that of the bias. */
function sumsAhead(
  {
    matrix,
    operands,
    formats,
  }: { readonly matrix: WeightMatrix; readonly operands: Operands; readonly formats: ArithmeticFormats },
  columns: Uint32Array,
  inputs: Inputs,
  isBiasApart: boolean,
) {
  const last = columns.length - 1;
  const isApart = last >= 0 && columns[last] === matrix.columns && (isBiasApart || !matrix.hasBias);
  const own = isApart ? columns.subarray(0, last) : columns;
  return kernelSums(matrix, operands, own, inputs, formats);
}

/**
 * Element of a bias column that has its own values, in the accumulator format but not yet settled (raw where that is fixed); null where it has none. Beside scaled
 * integers a bias that is stored as weights is one too: the 1 that it would be multiplied with is no integer of the activations' scale.
 */
export function ownBias(
  { biasValues, weights, columnStart, columns, hasBias }: WeightMatrix,
  { accumulator, scales }: ArithmeticFormats,
): ((element: number) => number) | null {
  if (biasValues === undefined && (scales === undefined || !hasBias)) return null;
  const first = columnStart[columns];
  const biasOf = (element: number): number => {
    if (biasValues !== undefined) return biasValues[element];
    return weights.kind === 'shared'
      ? weights.codebook[weights.codes[first + element]]
      : weights.values[first + element];
  };
  if (accumulator.kind === 'float') return biasOf;
  const { fractionBits, scale = 1 } = accumulator;
  return (element) => roundHalfEven((biasOf(element) / scale) * 2 ** fractionBits);
}

/** Which element of the bias column lies in this row. */
function biasElement({ rowIndex, columnStart, columns }: WeightMatrix, row: number): number {
  return rowIndex.indexOf(row, columnStart[columns]) - columnStart[columns];
}
