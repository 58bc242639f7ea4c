import { fileBudget } from '../../../base/budget.ts';
import type { Files } from '../../../base/files/files.ts';
import { decodeStreams } from '../../../kernels/streams.ts';
import { codedMatrix } from '../../coded-matrix.ts';
import type { ImportedWeights } from '../../imported-weights.ts';
import { readEieDump } from './eie-dump.ts';

/**
 * The one layer of an EIE dump as imported weights: the column behind its inputs is the bias. (A run takes the dump's own streams instead.)
 * @throws UserError as readEieDump does
 */
export function importEieDump(files: Files, folder: string): ImportedWeights {
  const { name, rows, columns, codebook, streams } = readEieDump(files, folder);
  const budget = fileBudget(folder, streams.codes.length + 4 * streams.pointers.length, files.memory);
  budget.take(4 * (rows + columns) + 10 * streams.codes.length, `a matrix of ${rows} x ${columns}`);
  const all = decodeStreams(streams, rows, columns + 1);
  const end = all.columnStart[columns];
  const weights = {
    columnStart: all.columnStart.slice(0, columns + 1),
    rowIndex: all.rowIndex.slice(0, end),
    codes: all.codes.slice(0, end),
  };
  const matrix = codedMatrix(rows, columns, weights, codebook);
  const bias = new Float32Array(rows);
  for (let k = end; k < all.rowIndex.length; k++) bias[all.rowIndex[k]] = codebook[all.codes[k]];
  const shared = {
    codes: weights.codes,
    codebook,
    codeBits: Math.log2(codebook.length),
    paddingZeros: streams.codes.length - all.codes.length,
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
