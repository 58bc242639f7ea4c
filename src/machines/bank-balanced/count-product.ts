import { parseNumberFormat } from '../../base/number-format.ts';
import type { Layer } from '../../network/layer.ts';
import type { Outputs } from '../../simulate/outputs/matrix-product.ts';
import { totalBits } from '../../simulate/weights/stored-bits.ts';
import { denseProducts, storedBiases } from '../../simulate/weights/weight-counts.ts';
import type { WithEmptySlots } from '../parts/empty-slots.ts';
import { idleCounts } from '../parts/idle-counts.ts';
import { COMPONENTS } from './components.ts';
import type { BankBalanced, Reads } from './hardware.ts';
import type { Slots } from './slots.ts';
import { storedBits } from './stored-bits.ts';

/** What of the machine decides its counts. */
export const COUNTING = [
  'processingElements',
  'bankInputs',
  'encoding.pattern',
  'arithmetic.weight',
  'arithmetic.activation',
  'arithmetic.accumulator',
  'memories.weights.widthBits',
  'memories.activations.widthBits',
] as const;

/**
 * Counts of one input. A row's slots go to the multipliers together, so that a row takes ceil(slots / multipliers) cycles (with a bank for each multiplier: as many
 * as a bank has weights) and no multiplier waits for another; zeros of the inputs are multiplied (Cao et al., FPGA 2019, section 4). A bias is added without a cycle.
 */
export function countProduct(
  { matrix }: Layer,
  slots: Slots,
  { outputs, saturations }: Outputs,
  machine: Reads<(typeof COUNTING)[number]>,
): WithEmptySlots {
  const { processingElements, arithmetic, memories, bankInputs } = machine;
  const { rows, columns, columnStart, hasBias } = matrix;
  const ofRow = slots.blocks * slots.perBlock;
  const cycles = rows * Math.ceil(ofRow / processingElements);
  const all = rows * ofRow;
  const weights = columnStart[columns];
  const bias = hasBias ? rows : 0;
  const activationBits = parseNumberFormat(arithmetic.activation).widthBits;
  const sumBits = parseNumberFormat(arithmetic.accumulator).widthBits;
  const words = (bits: number) => Math.ceil(bits / memories.activations.widthBits);
  // a piece of every row, then the next: sums wait in between
  const pieces = Math.ceil(Math.ceil(columns / processingElements) / bankInputs);
  const waiting = (pieces - 1) * words(rows * sumBits);
  return {
    cycles,
    multiplyAccumulates: weights + storedBiases(matrix),
    denseMultiplyAccumulates: denseProducts(matrix),
    saturations,
    emptySlots: all - weights,
    actionCounts: {
      'activationMemory.read': words(columns * activationBits) + waiting,
      'activationMemory.write': words(rows * activationBits) + waiting,
      'bankInputs.write': columns,
      'bankInputs.read': all,
      'weightMemory.read': Math.ceil(totalBits(storedBits(matrix, slots, machine)) / memories.weights.widthBits),
      'arithmeticUnit.multiply': all,
      'arithmeticUnit.add': all + bias,
      ...idleCounts(COMPONENTS, machine as BankBalanced, cycles),
    },
    outputs,
  };
}
