import { fileBudget } from '../../../base/budget.ts';
import type { Files } from '../../../base/files/files.ts';
import type { ImportedWeights } from '../../imported-weights.ts';
import { streamTriplets } from '../compressed/stream-triplets.ts';
import { sparseFromTriplets } from '../sparse/sparse-matrix.ts';
import { readEieDump } from './eie-dump.ts';

/**
 * The one layer of an EIE dump as imported weights: the column behind its inputs is the bias. (A run takes the dump's own streams instead.)
 * @throws UserError as readEieDump does
 */
export function importEieDump(files: Files, folder: string): ImportedWeights {
  const { name, rows, columns, codebook, streams } = readEieDump(files, folder);
  const budget = fileBudget(folder, streams.codes.length + 4 * streams.pointers.length, files.memory);
  const { rowOf, columnOf, kept } = streamTriplets(streams, streams.processingElements, columns + 1, (message) => {
    throw new Error(message);
  });
  const { matrix: all } = sparseFromTriplets(rows, columns + 1, rowOf, columnOf, Float32Array.from(kept), budget);
  const end = all.columnStart[columns];
  const codes = Uint8Array.from(all.values.subarray(0, end));
  const matrix = {
    kind: 'sparse',
    rows,
    columns,
    columnStart: all.columnStart.slice(0, columns + 1),
    rowIndex: all.rowIndex.slice(0, end),
    values: Float32Array.from(codes, (code) => codebook[code]),
  } as const;
  const bias = new Float32Array(rows);
  for (let k = end; k < all.rowIndex.length; k++) bias[all.rowIndex[k]] = codebook[all.values[k]];
  const shared = {
    codes,
    codebook,
    codeBits: Math.log2(codebook.length),
    paddingZeros: streams.codes.length - kept.length,
  };
  const layer = {
    name,
    kind: 'fullyConnected',
    shape: [rows, columns],
    numberFormat: 'codebook',
    matrix,
    bias,
    shared,
  } as const;
  return { format: 'eieDump', layers: [layer], skipped: [], warnings: [] };
}
