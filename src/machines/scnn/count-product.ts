import { parseWeightFormat } from '../../base/block-format.ts';
import { parseNumberFormat } from '../../base/number-format.ts';
import type { Layer } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import type { Outputs } from '../../simulate/outputs/matrix-product.ts';
import { denseProducts, storedBiases } from '../../simulate/weights/weight-counts.ts';
import { idleCounts } from '../parts/idle-counts.ts';
import type { SeenInput } from '../parts/inputs.ts';
import { COMPONENTS } from './components.ts';
import type { Reads, Scnn } from './hardware.ts';
import type { Work } from './timing.ts';

/** What of the machine decides its counts, beside its time. */
export const COUNTING = [
  'processingElements',
  'multipliers.inputs',
  'multipliers.weights',
  'accumulators.banks',
  'accumulators.entries',
  'encoding.runBits',
  'arithmetic.weight',
  'arithmetic.activation',
  'arithmetic.accumulator',
  'memories.weights.widthBits',
  'memories.activations.widthBits',
] as const;

export interface ScnnCounts extends LayerCounts {
  readonly bankConflictCycles: number;
  readonly barrierCycles: number;
}

/**
 * Counts of a batch of inputs. Every step multiplies all its inputs with all its weights, also pairs that do not belong together; products that do go through the crossbar to
 * their bank. Weights come from memory once for each channel, to all PEs. A bias is where sums start.
 */
export function countProduct(
  { matrix }: Layer,
  { cycles, products, conflictCycles, barrierCycles, steps, weightFetches, inputFetches }: Work,
  seen: readonly SeenInput[],
  { outputs, saturations }: Outputs,
  machine: Reads<(typeof COUNTING)[number]>,
): ScnnCounts {
  const { processingElements, multipliers, arithmetic, memories, encoding } = machine;
  const { rows } = matrix;
  const biases = storedBiases(matrix) * seen.length;
  const weightBits = parseWeightFormat(arithmetic.weight).widthBits + encoding.runBits;
  const activationBits = parseNumberFormat(arithmetic.activation).widthBits + encoding.runBits;
  return {
    cycles,
    multiplyAccumulates: products + biases,
    denseMultiplyAccumulates: denseProducts(matrix) * seen.length,
    saturations,
    bankConflictCycles: conflictCycles,
    barrierCycles,
    actionCounts: {
      'activationMemory.read': Math.ceil((inputFetches * activationBits) / memories.activations.widthBits),
      'activationMemory.write': Math.ceil((rows * seen.length * activationBits) / memories.activations.widthBits),
      'weightMemory.read': Math.ceil((weightFetches * weightBits) / memories.weights.widthBits),
      'weightFifo.write': Math.ceil(weightFetches / multipliers.weights) * processingElements,
      'weightFifo.read': steps,
      'arithmeticUnit.multiply': steps * multipliers.inputs * multipliers.weights,
      'arithmeticUnit.add': products + biases,
      'coordinateUnit.add': steps * multipliers.inputs * multipliers.weights,
      'crossbar.write': products,
      'crossbar.read': products,
      'accumulatorBanks.read': products,
      'accumulatorBanks.write': products + biases,
      ...idleCounts(COMPONENTS, machine as Scnn, cycles),
    },
    outputs,
  };
}
