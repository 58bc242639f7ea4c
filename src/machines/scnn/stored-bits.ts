import { parseWeightFormat } from '../../base/block-format.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import type { Reads } from './hardware.ts';

/** A channel needs to tell how many weights it has. */
const COUNT_BITS = 16;

/** Zeros that only bridge gaps of a column which a run cannot pass. */
export function paddingZeros(
  { columns, columnStart, rowIndex }: WeightMatrix,
  { encoding }: Reads<'encoding.runBits'>,
): number {
  const farthest = 2 ** encoding.runBits;
  let padding = 0;
  for (let column = 0; column < columns; column++)
    for (let k = columnStart[column], last = -1; k < columnStart[column + 1]; k++) {
      padding += Math.floor((rowIndex[k] - last - 1) / farthest);
      last = rowIndex[k];
    }
  return padding;
}

/** A value and a run of zeros for each weight, a count for each column, a bias for each row. */
export function storedBits(
  { rows, columns, columnStart, hasBias }: WeightMatrix,
  padding: number,
  { encoding, arithmetic }: Reads<'encoding.runBits' | 'arithmetic.weight'>,
): StoredBits {
  const valueBits = parseWeightFormat(arithmetic.weight).widthBits;
  const weights = columnStart[columns];
  return {
    codes: weights * valueBits,
    indices: weights * encoding.runBits,
    padding: padding * (valueBits + encoding.runBits),
    pointers: columns * COUNT_BITS,
    bias: hasBias ? rows * valueBits : 0,
    codebook: 0,
  };
}
