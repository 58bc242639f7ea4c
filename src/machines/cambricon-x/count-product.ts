import { parseNumberFormat } from '../../base/number-format.ts';
import type { Layer } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import type { Outputs } from '../../simulate/outputs/matrix-product.ts';
import { totalBits } from '../../simulate/weights/stored-bits.ts';
import { denseProducts, storedBiases } from '../../simulate/weights/weight-counts.ts';
import { idleCounts } from '../parts/idle-counts.ts';
import { COMPONENTS } from './components.ts';
import type { CambriconX, Reads } from './hardware.ts';
import type { StoredRows } from './rows.ts';
import { storedBits } from './stored-bits.ts';

/** What of the machine decides its counts. */
export const COUNTING = [
  'processingElements',
  'lanes',
  'window',
  'encoding.stepBits',
  'arithmetic.weight',
  'arithmetic.activation',
  'arithmetic.accumulator',
  'memories.weights.widthBits',
  'memories.activations.widthBits',
] as const;

/**
 * Counts of one input. PE p computes outputs p, p + PEs, ... whole, `lanes` entries of a row a cycle: cycles = max over PEs of the sum over its rows of
 * ceil(entries / lanes); within a layer PEs do not wait for each other. Zeros of the inputs are multiplied. While PEs work on a row each, all inputs pass their windows once.
 */
export function countProduct(
  { matrix }: Layer,
  stored: StoredRows,
  { outputs, saturations }: Outputs,
  machine: Reads<(typeof COUNTING)[number]>,
): LayerCounts {
  const { processingElements: pes, lanes, arithmetic, memories } = machine;
  const { rows, columns, columnStart } = matrix;
  const busy = new Float64Array(pes);
  let entries = 0;
  for (let row = 0; row < rows; row++) {
    busy[row % pes] += Math.ceil(stored.entries[row] / lanes);
    entries += stored.entries[row];
  }
  const cycles = busy.reduce((most, own) => Math.max(most, own), 0);
  const weights = columnStart[columns];
  const biases = storedBiases(matrix);
  const activationBits = parseNumberFormat(arithmetic.activation).widthBits;
  const words = (bits: number) => Math.ceil(bits / memories.activations.widthBits);
  const rounds = Math.ceil(rows / pes);
  return {
    cycles,
    multiplyAccumulates: weights + biases,
    denseMultiplyAccumulates: denseProducts(matrix),
    saturations,
    actionCounts: {
      'activationMemory.read': rounds * words(columns * activationBits),
      'activationMemory.write': words(rows * activationBits),
      'inputWindow.write': rows * columns,
      'inputWindow.read': weights,
      'stepAdder.add': entries,
      'weightMemory.read': Math.ceil(totalBits(storedBits(matrix, stored, machine)) / memories.weights.widthBits),
      'arithmeticUnit.multiply': weights,
      'arithmeticUnit.add': weights + biases,
      ...idleCounts(COMPONENTS, machine as CambriconX, cycles),
    },
    outputs,
  };
}
