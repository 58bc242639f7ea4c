import { parseWeightFormat } from '../../base/block-format.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import type { Reads } from './hardware.ts';
import type { StoredRows } from './rows.ts';

/** A row needs to tell how many entries it has. */
const COUNT_BITS = 16;

/** A value and a step for each entry, a count for each row, a bias for each row. */
export function storedBits(
  { rows, columns, columnStart, hasBias }: WeightMatrix,
  { paddingZeros }: Pick<StoredRows, 'paddingZeros'>,
  { encoding, arithmetic }: Reads<'encoding.stepBits' | 'arithmetic.weight'>,
): StoredBits {
  const valueBits = parseWeightFormat(arithmetic.weight).widthBits;
  const weights = columnStart[columns];
  return {
    codes: weights * valueBits,
    indices: weights * encoding.stepBits,
    padding: paddingZeros * (valueBits + encoding.stepBits),
    pointers: rows * COUNT_BITS,
    bias: hasBias ? rows * valueBits : 0,
    codebook: 0,
  };
}
