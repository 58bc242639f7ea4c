import { joinFloats } from '../../base/join-floats.ts';
import type { HeldWeights } from '../../compress/held-weights.ts';
import { countProducts, type ProductSums } from '../../kernels/items/products.ts';
import { firstInfinite, putSentNumbers } from '../../kernels/items/sent-columns.ts';
import type { Layer } from '../../network/layer.ts';
import { arithmeticFormats, quantizeInputs } from '../../simulate/outputs/arithmetic.ts';
import { NO_OUTPUTS } from '../../simulate/outputs/matrix-product.ts';
import { matrixProducts } from '../../simulate/outputs/matrix-products.ts';
import type { FittedLayer } from '../machine.ts';
import type { Made, Part } from '../pass.ts';
import { countLayer, type EieCounts } from './count-layer.ts';
import type { Eie } from './hardware.ts';
import { batchesOf } from './input-batches.ts';
import { onlyEmpty } from './lost-work.ts';
import { canStream } from './row-passes.ts';
import { scanRows } from './scan.ts';
import { hasScales, NO_SCALES } from './weights/block-scales.ts';
import { entriesPerLine } from './weights/layer-bits.ts';

/**
 * What the passes of a product find, for many products with the same weights at once, and added up for each part: a convolution has thousands of them, each a
 * moment's work. Every product begins with empty queues. Undefined where only the passes do it: an end that loses work, rows or inputs taken in parts, numbers that
 * have to be looked at one by one.
 */
export function manyProducts(
  layer: Layer,
  { fit, rows }: Made,
  parts: readonly Part[],
  machine: Eie,
  withOutputs: boolean,
): readonly EieCounts[] | undefined {
  const [held, ...others] = rows as readonly HeldWeights[];
  if (others.length > 0 || !isPlain(layer, held, machine)) return undefined;
  const { matrix } = (fit as FittedLayer).layer;
  const sent = sentInputs(parts, matrix.hasBias, machine);
  if (sent === undefined) return undefined;
  const { depth } = machine.activationQueue;
  const rules = { inputs: matrix.columns, depth, entriesPerLine: entriesPerLine(machine) };
  const sizes = parts.map((part) => part.length);
  const sums = countProducts(sent, sizes, held, rules);
  if (sums === undefined) return undefined;
  const outputs = withOutputs
    ? matrixProducts(matrix, sent, sizes, arithmeticFormats(machine.arithmetic))
    : parts.map(() => NO_OUTPUTS);
  let before = 0;
  return sums.map((sum, k) => {
    const products = sizes[k];
    const [from, to] = [before, before + products];
    before = to;
    const columns = sent.columns.subarray(from === 0 ? 0 : sent.ends[from - 1], to === 0 ? 0 : sent.ends[to - 1]);
    return countLayer((fit as FittedLayer).layer, held, machine, {
      products,
      columns,
      scanRows: products * scanRows(matrix.columns, machine.processingElements),
      scanCycles: sum.scanCycles,
      passRows: [matrix.rows],
      loads: 1,
      scales: NO_SCALES,
      end: endOf(sum, columns.length),
      traffic: sum,
      outputs: outputs[k],
    });
  });
}

/** Whether no work is lost at the end, nothing is taken in parts, and every sum is exact in whatever order it is made. */
function isPlain({ matrix }: Layer, held: HeldWeights, machine: Eie): boolean {
  const { processingElements: pes, simulation } = machine;
  return (
    simulation.rule === 'drained' &&
    simulation.zeroOperandActivity === undefined &&
    held.endsInWeights &&
    !hasScales(machine) &&
    !(canStream(machine) && batchesOf(scanRows(matrix.columns, pes), machine) > 1) &&
    // a share of the PEs is then no rounded number
    Number.isInteger(Math.log2(pes))
  );
}

/** Inputs in the activation format, one behind the other, and the columns that are sent of each. */
function sentInputs(parts: readonly Part[], hasBias: boolean, { arithmetic, encoding }: Eie) {
  const inputs = parts.flat();
  const given = joinFloats(inputs);
  if (firstInfinite(given) >= 0) return undefined; // the product by itself tells where
  const { values, saturated } = quantizeInputs(given, arithmetic);
  const columns = new Uint32Array(given.length + inputs.length);
  const ends = new Uint32Array(inputs.length);
  const which = encoding.skipZeroActivations ? 'nonZero' : 'all';
  let end = 0;
  let from = 0;
  for (let product = 0; product < inputs.length; product++) {
    const to = from + inputs[product].length;
    end = putSentNumbers(values, from, to, which, columns, end);
    if (hasBias) columns[end++] = to - from;
    ends[product] = end;
    from = to;
  }
  const saturatedOf =
    saturated === 0 || parts.length === 1 ? undefined : parts.map((part) => saturatedIn(part, arithmetic));
  return { values, saturatedOf: saturatedOf ?? parts.map(() => saturated), columns: columns.subarray(0, end), ends };
}

function saturatedIn(part: Part, arithmetic: Eie['arithmetic']): number {
  return part.reduce((sum, input) => sum + quantizeInputs(input, arithmetic).saturated, 0);
}

function endOf({ cycles, stallCycles, blocked, bypasses, emptyBehind }: ProductSums, items: number) {
  return { cycles, stallCycles, blocked, bypasses, lost: onlyEmpty(emptyBehind, items) };
}
