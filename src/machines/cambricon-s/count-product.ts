import { parseNumberFormat } from '../../base/number-format.ts';
import type { Layer } from '../../network/layer.ts';
import type { Outputs } from '../../simulate/outputs/matrix-product.ts';
import { totalBits } from '../../simulate/weights/stored-bits.ts';
import { denseProducts, storedBiases } from '../../simulate/weights/weight-counts.ts';
import type { WithEmptySlots } from '../parts/empty-slots.ts';
import { idleCounts } from '../parts/idle-counts.ts';
import type { SeenInput } from '../parts/inputs.ts';
import type { Blocks } from './blocks.ts';
import { COMPONENTS } from './components.ts';
import type { CambriconS, Reads } from './hardware.ts';
import { storedBits } from './stored-bits.ts';

/** What of the machine decides its counts. */
export const COUNTING = [
  'processingElements',
  'lanes',
  'window',
  'encoding.weights',
  'encoding.codeBits',
  'encoding.stepBits',
  'arithmetic.weight',
  'arithmetic.activation',
  'arithmetic.accumulator',
  'memories.weights.widthBits',
  'memories.activations.widthBits',
] as const;

/**
 * Counts of one input. A block of outputs, one in each PE, goes through the inputs of its index that are not zero, `lanes` a cycle:
 * cycles = sum over blocks of ceil(inputs of the index that are not zero / lanes). The selector chooses them once for all PEs; a place without a weight is multiplied
 * like any other.
 */
export function countProduct(
  { matrix }: Layer,
  blocks: Blocks,
  [{ columns: active }]: readonly SeenInput[],
  { outputs, saturations }: Outputs,
  machine: Reads<(typeof COUNTING)[number]>,
): WithEmptySlots {
  const { processingElements: pes, lanes, arithmetic, memories, encoding } = machine;
  const { rows, columns, columnStart } = matrix;
  const isActive = new Uint8Array(columns + 1);
  let met = 0;
  for (const column of active) {
    isActive[column] = 1;
    met += columnStart[column + 1] - columnStart[column];
  }
  let cycles = 0;
  let chosen = 0;
  let places = 0;
  for (let block = 0; block + 1 < blocks.start.length; block++) {
    let here = 0;
    for (let k = blocks.start[block]; k < blocks.start[block + 1]; k++) here += isActive[blocks.inputs[k]];
    cycles += Math.ceil(here / lanes);
    chosen += here;
    places += here * Math.min(pes, rows - block * pes);
  }
  const biases = storedBiases(matrix);
  const activationBits = parseNumberFormat(arithmetic.activation).widthBits;
  const words = (bits: number) => Math.ceil(bits / memories.activations.widthBits);
  const rounds = blocks.start.length - 1;
  return {
    cycles,
    multiplyAccumulates: met,
    emptySlots: places + biases - met,
    denseMultiplyAccumulates: denseProducts(matrix),
    saturations,
    actionCounts: {
      // all inputs pass the selector for every block
      'activationMemory.read': rounds * words(columns * activationBits),
      'activationMemory.write': words(rows * activationBits),
      'neuronSelector.write': rounds * columns,
      'neuronSelector.read': chosen,
      'selectedInputs.write': places,
      'selectedInputs.read': places,
      'indexAdder.add': blocks.inputs.length + blocks.paddingSteps,
      'weightMemory.read': Math.ceil(totalBits(storedBits(matrix, blocks, machine)) / memories.weights.widthBits),
      ...(encoding.weights === 'codebook' && { 'codebook.read': places }),
      'arithmeticUnit.multiply': places,
      'arithmeticUnit.add': places + biases,
      ...idleCounts(COMPONENTS, machine as CambriconS, cycles),
    },
    outputs,
  };
}
