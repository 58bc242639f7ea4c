import { encode } from '../compress/encode.ts';
import { checkMatrix } from '../network/check-layer.ts';
import type { InterleavedStreams } from '../network/interleaved-streams.ts';
import type { WeightMatrix } from '../network/layer.ts';

/**
 * Interleaved compressed sparse columns of a matrix for a number of PEs (EIE section III.B), for those who make matrices themselves.
 * @param indexBits bits of the relative index; null stores every row
 * @throws UserError LAYER for a matrix whose parts do not fit together
 */
export function encodeMatrix(
  matrix: WeightMatrix,
  processingElements: number,
  indexBits: number | null,
): InterleavedStreams {
  checkMatrix(matrix);
  return encode(matrix, processingElements, indexBits);
}
