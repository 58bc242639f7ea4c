import { parseWeightFormat } from '../../base/block-format.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import { storedBiases } from '../../simulate/weights/weight-counts.ts';
import type { Reads } from './hardware.ts';
import type { Tiles } from './tiles.ts';

/**
 * Compressed sparse columns as Eyeriss v2 stores them: a value and a run of zeros for each weight, an address for each column of each block of rows. Blocks are
 * not higher than a run reaches in the chip, so that no zero pads a gap; nor does one in the cycles of the authors' simulator.
 */
export function storedBits(
  matrix: WeightMatrix,
  { rowBlocks }: Pick<Tiles, 'rowBlocks'>,
  { encoding, arithmetic }: Reads<'encoding.runBits' | 'encoding.pointerBits' | 'arithmetic.weight'>,
): StoredBits {
  const valueBits = parseWeightFormat(arithmetic.weight).widthBits;
  const { columns, columnStart, hasBias } = matrix;
  const weights = columnStart[columns];
  return {
    codes: weights * valueBits,
    indices: weights * encoding.runBits,
    padding: 0,
    pointers: rowBlocks * (columns + (hasBias ? 1 : 0)) * encoding.pointerBits,
    bias: storedBiases(matrix) * (valueBits + encoding.runBits),
    codebook: 0,
  };
}
