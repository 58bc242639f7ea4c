import { firstFrom } from '../../base/first-from.ts';
import { UserError } from '../../base/user-error.ts';
import { firstInfinite, sentNumbers, type Which } from '../../kernels/items/sent-columns.ts';
import type { Layer } from '../../network/layer.ts';
import { type Quantized, quantizeInputs } from '../../simulate/outputs/arithmetic.ts';
import type { Reads } from './hardware.ts';

/** What is broadcast of a layer's inputs, in whatever number of scan rows. An item is one broadcast activation. */
export interface Sent {
  /** The inputs in the activation format. */
  readonly activations: Quantized;
  /** Column of each item, ascending; the bias, where it is sent, is the last item and has the number of inputs as its column. */
  readonly columns: Uint32Array;
}

/**
 * What a machine broadcasts of the (quantized) inputs: the zero test sees the quantized value; the reference sends positive values only (Q2), and always the
 * bias (Q11). NaN and infinities are refused.
 */
export function sent(
  layer: Layer,
  machine: Reads<'arithmetic.activation' | 'encoding.skipZeroActivations' | 'simulation.rule'>,
): Sent {
  const isReference = machine.simulation.rule === 'reference';
  const activations = quantizeActivations(layer.name, layer.activations, machine);
  const which = !machine.encoding.skipZeroActivations ? 'all' : isReference ? 'positive' : 'nonZero';
  return { activations, columns: sentColumns(activations.values, which, layer.matrix.hasBias || isReference) };
}

/** Columns of the inputs that are sent; `sendBias` appends the bias item. */
export function sentColumns(activations: Float32Array | Float64Array, which: Which, sendBias: boolean): Uint32Array {
  const numbers = sentNumbers(activations, which);
  if (!sendBias) return numbers;
  const columns = new Uint32Array(numbers.length + 1);
  columns.set(numbers);
  columns[numbers.length] = activations.length;
  return columns;
}

function quantizeActivations(
  layer: string,
  activations: Float32Array,
  { arithmetic }: Reads<'arithmetic.activation'>,
): Quantized {
  const bad = firstInfinite(activations);
  if (bad >= 0)
    throw UserError.at(
      { path: `${layer}.activations[${bad}]` },
      `expected a finite number, found ${activations[bad]}`,
      'ACTIVATION_NOT_FINITE',
    );
  return quantizeInputs(activations, arithmetic);
}

/** When the leading non-zero detection broadcasts each item, and how far apart (eie-timing section 1). */
export interface Scan {
  /** Column of each item, as they were sent. */
  readonly columns: Uint32Array;
  /** Tics between an item and the one before it if neither stalls: 1, and one more for each miss between; the first counts from tic 0. */
  readonly gaps: Int32Array;
  /** The gap that one more item behind the last activation row would have. */
  readonly gapToEnd: number;
  /** Scan rows of input activations: ceil(inputs / PEs). */
  readonly rows: number;
  /** Hits and misses, the warm-up miss included. */
  readonly scanCycles: number;
}

/** Scans the inputs row by row, one row of as many lanes as PEs: every hit costs a tic, and so does every row that does not end in a hit. */
export function scan(columns: Uint32Array, inputs: number, processingElements: number): Scan {
  const gaps = new Int32Array(columns.length).fill(1);
  let item = 0;
  let misses = 1; // the warm-up tic that loads row 0
  let scanCycles = 1;
  for (let base = 0; base < inputs; base += processingElements) {
    const first = item;
    const end = Math.min(base + processingElements, inputs);
    item = firstFrom(columns, first, Math.min(first + processingElements, columns.length), end);
    if (item > first) {
      gaps[first] += misses;
      misses = 0;
      scanCycles += item - first;
    }
    if (item === first || columns[item - 1] !== base + processingElements - 1) {
      misses++;
      scanCycles++;
    }
  }
  const gapToEnd = 1 + misses;
  if (item < columns.length) {
    gaps[item] = gapToEnd; // the bias
    scanCycles++;
  }
  return { columns, gaps, gapToEnd, rows: scanRows(inputs, processingElements), scanCycles };
}

/** Rows of a product with so many inputs. */
export function scanRows(inputs: number, processingElements: number): number {
  return Math.max(1, Math.ceil(inputs / processingElements));
}
