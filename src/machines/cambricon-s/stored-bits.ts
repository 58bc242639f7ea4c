import { parseWeightFormat } from '../../base/block-format.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import type { Blocks } from './blocks.ts';
import type { Reads } from './hardware.ts';

/** A block needs to tell how many inputs it has. */
const COUNT_BITS = 16;

/** Places for weights: each block has one for each of its inputs and outputs, whether a weight is there or not. */
export function placesOf({ rows }: Pick<WeightMatrix, 'rows'>, { start }: Blocks, processingElements: number): number {
  let places = 0;
  for (let block = 0; block + 1 < start.length; block++)
    places += (start[block + 1] - start[block]) * Math.min(processingElements, rows - block * processingElements);
  return places;
}

/** A code (or value) for each place, a step for each input of a block, a count for each block, the codebook, and a bias by value for each row. */
export function storedBits(
  { rows, columns, columnStart, hasBias }: WeightMatrix,
  blocks: Blocks,
  {
    processingElements,
    encoding,
    arithmetic,
  }: Reads<'processingElements' | 'encoding.weights' | 'encoding.codeBits' | 'encoding.stepBits' | 'arithmetic.weight'>,
): StoredBits {
  const valueBits = parseWeightFormat(arithmetic.weight).widthBits;
  const hasCodes = encoding.weights === 'codebook';
  const weightBits = hasCodes ? encoding.codeBits : valueBits;
  const weights = columnStart[columns];
  const places = placesOf({ rows }, blocks, processingElements);
  return {
    codes: weights * weightBits,
    indices: blocks.inputs.length * encoding.stepBits,
    padding: (places - weights) * weightBits + blocks.paddingSteps * encoding.stepBits,
    pointers: (blocks.start.length - 1) * COUNT_BITS,
    bias: hasBias ? rows * valueBits : 0,
    codebook: hasCodes ? 2 ** encoding.codeBits * valueBits : 0,
  };
}
