import { type Budget, simulationBudget } from '../base/budget.ts';
import { streamStarts } from '../kernels/streams.ts';
import type { InterleavedStreams } from '../network/interleaved-streams.ts';
import type { WeightMatrix } from '../network/layer.ts';
import { localRowsBefore, rowsOfColumn } from './dense-column.ts';

/**
 * Interleaved CSC of a layer for a number of PEs (EIE section III.B and its example): row r goes to PE r mod PEs; a gap of d rows is bridged by
 * floor(d / 2^indexBits) padding zeros. `indexBits` null stores every row and needs no index. Linear in rows, columns and stored weights.
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
  return indexBits === null
    ? encodeDense(matrix, processingElements)
    : encodeSparse(matrix, processingElements, indexBits, budget);
}

function encodeSparse(
  matrix: WeightMatrix,
  processingElements: number,
  indexBits: number,
  budget: Budget,
): InterleavedStreams {
  const pointers = countEntries(matrix, processingElements, indexBits);
  const streamStart = streamStarts(pointers, processingElements);
  const total = streamStart[processingElements];
  budget.take(4 * total, `${total} entries, padding zeros among them`);
  const codes = new Uint8Array(total);
  const relativeIndices = new (indexBits <= 8 ? Uint8Array : indexBits <= 16 ? Uint16Array : Uint32Array)(total);
  const jump = 2 ** indexBits;
  const source = matrix.weights.kind === 'shared' ? matrix.weights.codes : null;
  const cursor = Float64Array.from(streamStart.subarray(0, processingElements));
  const lastRow = new Int32Array(processingElements);
  for (let c = 0; c + 1 < matrix.columnStart.length; c++) {
    lastRow.fill(-1);
    for (let k = matrix.columnStart[c]; k < matrix.columnStart[c + 1]; k++) {
      const row = matrix.rowIndex[k];
      const p = row % processingElements;
      const local = (row - p) / processingElements;
      let at = cursor[p];
      let gap = local - lastRow[p] - 1;
      for (; gap >= jump; gap -= jump) relativeIndices[at++] = jump - 1;
      codes[at] = source === null ? 1 : source[k];
      relativeIndices[at++] = gap;
      cursor[p] = at;
      lastRow[p] = local;
    }
  }
  return { processingElements, indexBits, pointers, streamStart, codes, relativeIndices };
}

/** Pointers [column][PE] of all columns, padding zeros counted. */
function countEntries(matrix: WeightMatrix, pes: number, indexBits: number): Uint32Array {
  const pointers = new Uint32Array((matrix.columns + 2) * pes);
  const lastRow = new Int32Array(pes);
  const jump = 2 ** indexBits;
  for (let c = 0; c <= matrix.columns; c++) {
    const at = c * pes;
    for (let p = 0; p < pes; p++) pointers[at + pes + p] = pointers[at + p];
    if (c + 1 >= matrix.columnStart.length) continue;
    lastRow.fill(-1);
    for (let k = matrix.columnStart[c]; k < matrix.columnStart[c + 1]; k++) {
      const row = matrix.rowIndex[k];
      const p = row % pes;
      const local = (row - p) / pes;
      pointers[at + pes + p] += 1 + Math.floor((local - lastRow[p] - 1) / jump);
      lastRow[p] = local;
    }
  }
  return pointers;
}

/** Every column holds all rows of the PE, or of its block; codes and indices are not materialised (they would be rows x columns). */
function encodeDense(matrix: WeightMatrix, processingElements: number): InterleavedStreams {
  const pointers = new Uint32Array((matrix.columns + 2) * processingElements);
  const stored = matrix.columns + (matrix.hasBias ? 1 : 0);
  for (let c = 0; c <= matrix.columns; c++) {
    const [from, to] = c < stored ? rowsOfColumn(matrix, c) : [0, 0];
    for (let p = 0; p < processingElements; p++) {
      const localRows = localRowsBefore(to, p, processingElements) - localRowsBefore(from, p, processingElements);
      pointers[(c + 1) * processingElements + p] = pointers[c * processingElements + p] + localRows;
    }
  }
  const streamStart = streamStarts(pointers, processingElements);
  return {
    processingElements,
    indexBits: null,
    pointers,
    streamStart,
    codes: new Uint8Array(0),
    relativeIndices: new Uint8Array(0),
  };
}
