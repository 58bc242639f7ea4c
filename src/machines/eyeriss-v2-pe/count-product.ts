import { parseNumberFormat } from '../../base/number-format.ts';
import type { Layer } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import type { Outputs } from '../../simulate/outputs/matrix-product.ts';
import { totalBits } from '../../simulate/weights/stored-bits.ts';
import { denseProducts } from '../../simulate/weights/weight-counts.ts';
import { idleCounts } from '../parts/idle-counts.ts';
import { activeInputs, type SeenInput } from '../parts/inputs.ts';
import { COMPONENTS } from './components.ts';
import type { Eyeriss, Reads } from './hardware.ts';
import { storedBits } from './stored-bits.ts';
import type { Tiles } from './tiles.ts';

/** What of the machine decides its counts. */
export const COUNTING = [
  'processingElements',
  'lanes',
  'encoding.runBits',
  'encoding.pointerBits',
  'arithmetic.weight',
  'arithmetic.activation',
  'arithmetic.accumulator',
  'scratchpads.inputs',
  'scratchpads.inputPointers',
  'scratchpads.weights',
  'scratchpads.weightPointers',
  'scratchpads.partialSums',
  'memories.weights.widthBits',
  'memories.activations.widthBits',
] as const;

/**
 * Counts of a batch of inputs. A PE takes the non-zero inputs one by one and meets each with the stored weights of its column, `lanes` a cycle:
 * cycles = sum over inputs and columns of ceil(weights of the column / lanes). With one lane this equals the authors' simulator of one PE in every layer of which
 * it is published (Sparseloop, MICRO 2022, Fig. 12). A tile of weights stays while all inputs of the batch go by.
 */
export function countProduct(
  layer: Layer,
  tiles: Tiles,
  seen: readonly SeenInput[],
  { outputs, saturations }: Outputs,
  machine: Reads<(typeof COUNTING)[number]>,
): LayerCounts {
  const { lanes, processingElements, encoding, arithmetic, memories } = machine;
  const { matrix } = layer;
  const active = activeInputs(layer, seen);
  let busy = 0;
  let products = 0;
  let arrivals = 0;
  for (let column = 0; column < active.length; column++) {
    products += active[column] * tiles.nonZeros[column];
    busy += active[column] * Math.ceil(tiles.nonZeros[column] / lanes);
    arrivals += active[column];
  }
  const cycles = Math.ceil(busy / processingElements);
  const { rowBlocks } = tiles;
  const { rows, columns, hasBias } = matrix;
  const all = columns + (hasBias ? 1 : 0);
  const words = (bits: number) => Math.ceil(bits / memories.activations.widthBits);
  const activationBits = parseNumberFormat(arithmetic.activation).widthBits;
  const sumBits = parseNumberFormat(arithmetic.accumulator).widthBits;
  const waiting = seen.length > 1 ? words(tiles.waitingSums * sumBits) * seen.length : 0;
  const inputWords = seen.reduce(
    (sum, input) => sum + words(input.columns.length * (activationBits + encoding.runBits)),
    0,
  );
  const stored = storedBits(matrix, tiles, machine);
  const weights = tiles.nonZeros.reduce((sum, count) => sum + count, 0);
  return {
    cycles,
    multiplyAccumulates: products,
    denseMultiplyAccumulates: denseProducts(matrix) * seen.length,
    saturations,
    actionCounts: {
      // each block of rows sees every input again
      'activationMemory.read': rowBlocks * inputWords + waiting,
      'activationMemory.write': words(rows * activationBits) * seen.length + waiting,
      'inputScratchpad.write': rowBlocks * arrivals,
      'inputScratchpad.read': rowBlocks * arrivals,
      // a run for each input
      'inputIndices.write': rowBlocks * arrivals,
      'inputIndices.read': rowBlocks * arrivals,
      'inputRegister.write': rowBlocks * arrivals,
      'inputRegister.read': products,
      'weightMemory.read': Math.ceil(totalBits(stored) / memories.weights.widthBits),
      'weightScratchpad.write': weights,
      'weightScratchpad.read': products,
      // a run for each weight; addresses: one for each column of a tile, and of an input those where its column starts and ends
      'weightIndices.write': weights + rowBlocks * all,
      'weightIndices.read': products + 2 * rowBlocks * arrivals,
      'partialSums.read': products + waiting,
      'partialSums.write': products + waiting,
      'arithmeticUnit.multiply': products,
      'arithmeticUnit.add': products,
      ...idleCounts(COMPONENTS, machine as Eyeriss, cycles),
    },
    outputs,
  };
}
