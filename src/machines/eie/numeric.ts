import { quantize, roundHalfEven } from '../../base/number-format.ts';
import type { EncodedStreams, WeightMatrix } from '../../network/layer.ts';
import type { Accumulators } from '../../simulate/outputs/accumulators.ts';
import { accumulatorsFor } from '../../simulate/outputs/accumulators-for.ts';
import {
  type ArithmeticFormats,
  clips,
  multiplier,
  productFiller,
  type Quantized,
  settle,
} from '../../simulate/outputs/arithmetic.ts';
import { saturatingAccumulators } from '../../simulate/outputs/clipped-accumulators.ts';
import { operandsOf } from '../../simulate/outputs/operands.ts';
import { forEachState, WRITE_STATES } from './end-of-layer.ts';
import type { Scan } from './scan.ts';
import type { Timing } from './timing.ts';

/** Outputs as fp32, and how many values were clipped on the way. */
export interface Outputs {
  readonly outputs: Float32Array;
  readonly saturations: { readonly weight: number; readonly activation: number; readonly accumulator: number };
}

/** Where a layer ended early: items from `firstItem` on were executed only as far as their writes happened by state `cycles`. */
export interface EarlyEnd {
  readonly firstItem: number;
  readonly cycles: number;
  readonly streams: EncodedStreams;
  readonly timing: Timing;
}

/**
 * Bit-exact outputs: per output row in broadcast order, bias last; product and sum are rounded and saturated in the accumulator format
 * (eie-timing section 5; no fused multiply-add). `activations` holds the inputs as values of the activation format.
 */
export function numeric(
  matrix: WeightMatrix,
  scan: Scan,
  activations: Quantized,
  formats: ArithmeticFormats,
  early?: EarlyEnd,
): Outputs {
  const first = accumulate(
    matrix,
    scan,
    activations,
    formats,
    accumulatorsFor(formats.accumulator, matrix.rows),
    early,
  );
  const { accumulator } = formats;
  if (accumulator.kind === 'fixed' || first.outputs.every(Number.isFinite)) return first;
  return accumulate(matrix, scan, activations, formats, saturatingAccumulators(accumulator, matrix.rows), early);
}

function accumulate(
  matrix: WeightMatrix,
  scan: Scan,
  activations: Quantized,
  formats: ArithmeticFormats,
  sums: Accumulators,
  early: EarlyEnd | undefined,
): Outputs {
  const { rowIndex, columnStart } = matrix;
  const operands = operandsOf(matrix, formats.weight, early !== undefined);
  const multiply = multiplier(formats);
  const fill = productFiller(formats);
  const one = quantize(1, formats.activation);
  const bias = ownBias(matrix, formats);
  const inputOf = (column: number) => (column === matrix.columns ? one : activations.values[column]);
  let products = sums.newProducts(operands.codes === null ? matrix.rows : operands.values.length);
  let clipped = 0;
  const complete = early === undefined ? scan.columns.length : early.firstItem;
  for (let n = 0; n < complete; n++) {
    const column = scan.columns[n];
    if (column + 1 >= columnStart.length) continue; // the bias item of a layer without bias
    const from = columnStart[column];
    const to = columnStart[column + 1];
    if (column === matrix.columns && bias !== null) {
      for (let k = from; k < to; k++) sums.addOne(rowIndex[k], settle(bias(k - from), formats.accumulator));
      for (let k = from; k < to; k++) if (clips(bias(k - from), formats.accumulator)) clipped++;
      continue;
    }
    const input = inputOf(column);
    const offset = operands.codes === null ? from : 0;
    const count = operands.codes === null ? to - from : operands.values.length;
    if (count > products.length) products = sums.newProducts(count);
    const someClip = fill(operands.values, offset, count, input, products);
    if (operands.codes === null) sums.addDirect(rowIndex, products, from, to);
    else sums.addShared(rowIndex, operands.codes, products, from, to);
    if (someClip)
      for (let k = from; k < to; k++) if (clips(multiply(operands.of(k), input), formats.accumulator)) clipped++;
  }
  if (early !== undefined) {
    forEachFinishedEntry(scan, early, (row, code, column) => {
      const product =
        column === matrix.columns && bias !== null
          ? bias(biasElement(matrix, row))
          : multiply(operands.values[code], inputOf(column));
      sums.addOne(row, settle(product, formats.accumulator));
      if (clips(product, formats.accumulator)) clipped++;
    });
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

/** Element of a bias column that has its own values, in the accumulator format but not yet settled (raw where that is fixed); null where it has none. */
function ownBias(
  { biasValues }: WeightMatrix,
  { accumulator }: ArithmeticFormats,
): ((element: number) => number) | null {
  if (biasValues === undefined) return null;
  if (accumulator.kind === 'float') return (element) => biasValues[element];
  const scale = 2 ** accumulator.fractionBits;
  return (element) => roundHalfEven(biasValues[element] * scale);
}

/** Which element of the bias column lies in this row. */
function biasElement({ rowIndex, columnStart, columns }: WeightMatrix, row: number): number {
  return rowIndex.indexOf(row, columnStart[columns]) - columnStart[columns];
}

/** Entries of the items that did not finish whose writes still happened before the end, in the order of their writes on each PE. */
function forEachFinishedEntry(
  scan: Scan,
  early: EarlyEnd,
  visit: (row: number, code: number, column: number) => void,
): void {
  const { streams, timing, cycles } = early;
  const { processingElements: pes, streamStart, codes, relativeIndices } = streams;
  for (let n = early.firstItem; n < scan.columns.length; n++) {
    const column = scan.columns[n];
    for (let p = 0; p < pes; p++) {
      let local = -1;
      forEachState(scan, streams, timing, n, p, (state, isWeight, address) => {
        const at = streamStart[p] + address;
        local += relativeIndices[at] + 1;
        if (isWeight && state + WRITE_STATES <= cycles) visit(local * pes + p, codes[at], column);
      });
    }
  }
}
