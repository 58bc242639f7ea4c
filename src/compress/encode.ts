import { simulationBudget } from '../base/budget.ts';
import { dealtTo } from '../kernels/columns.ts';
import { entryPointers, placeEntries } from '../kernels/interleave.ts';
import { streamStarts } from '../kernels/streams.ts';
import type { InterleavedStreams } from '../network/interleaved-streams.ts';
import type { WeightMatrix } from '../network/layer.ts';

/**
 * Interleaved CSC of a layer for a number of PEs (EIE section III.B and its example): row r goes to PE r mod PEs; a gap of d rows is bridged by
 * floor(d / 2^indexBits) padding zeros. `indexBits` null stores every row (of its block) and needs no index: codes and indices, which would be rows x columns, are not
 * made then. Linear in rows, columns and stored weights.
 */
export function encode(
  matrix: WeightMatrix,
  processingElements: number,
  indexBits: number | null,
  budget = simulationBudget(),
): InterleavedStreams {
  budget.take(
    4 * (matrix.columns + 2) * processingElements,
    `pointers of ${matrix.columns} columns on ${processingElements} PEs`,
  );
  const pointers = entryPointers(dealtTo(matrix, processingElements, indexBits));
  const streamStart = streamStarts(pointers, processingElements);
  const streams = { processingElements, indexBits, pointers, streamStart };
  if (indexBits === null) return { ...streams, codes: new Uint8Array(0), relativeIndices: new Uint8Array(0) };
  const total = streamStart[processingElements];
  budget.take(4 * total, `${total} entries, padding zeros among them`);
  const codes = matrix.weights.kind === 'shared' ? matrix.weights.codes : undefined;
  return { ...streams, ...placeEntries({ source: matrix, codes }, processingElements, indexBits, streamStart) };
}
