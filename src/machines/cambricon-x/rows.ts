import type { WeightMatrix } from '../../network/layer.ts';
import type { Reads } from './hardware.ts';

/** The matrix row by row, as PEs that compute whole outputs take it. */
export interface StoredRows {
  /** Entries of each row, padding zeros included; the bias is none. */
  readonly entries: Uint32Array;
  readonly paddingZeros: number;
}

/** Counts the entries of each row: its weights, and a padding zero for each 2^stepBits - 1 inputs that a step cannot pass. Linear in the stored weights. */
export function storedRows(
  { rows, columns, columnStart, rowIndex }: WeightMatrix,
  { encoding }: Reads<'encoding.stepBits'>,
): StoredRows {
  const farthest = 2 ** encoding.stepBits;
  const entries = new Uint32Array(rows);
  const last = new Int32Array(rows).fill(-1);
  let paddingZeros = 0;
  for (let column = 0; column < columns; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) {
      const row = rowIndex[k];
      const padding = Math.floor((column - last[row] - 1) / farthest);
      paddingZeros += padding;
      entries[row] += 1 + padding;
      last[row] = column;
    }
  return { entries, paddingZeros };
}
