import { parseWeightFormat } from '../../base/block-format.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import type { Reads } from './hardware.ts';
import type { Slots } from './slots.ts';

/** A value and its place in its block for each slot; rows are of one length and need no pointers. Slots without a weight are padding. The bias is one value a row. */
export function storedBits(
  { rows, columns, columnStart, hasBias }: WeightMatrix,
  { blocks, perBlock, indexBits }: Slots,
  { arithmetic }: Reads<'arithmetic.weight'>,
): StoredBits {
  const valueBits = parseWeightFormat(arithmetic.weight).widthBits;
  const weights = columnStart[columns];
  const slots = rows * blocks * perBlock;
  return {
    codes: weights * valueBits,
    indices: weights * indexBits,
    padding: (slots - weights) * (valueBits + indexBits),
    pointers: 0,
    bias: hasBias ? rows * valueBits : 0,
    codebook: 0,
  };
}
