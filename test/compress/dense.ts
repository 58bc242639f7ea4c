import { type SparseWeights, toSparse } from '../../src/compress/sparse-weights.ts';
import type { ImportedLayer } from '../../src/network/imported-weights.ts';

/** Sparse weights of rows of numbers. */
export function sparse(...rows: readonly (readonly number[])[]): SparseWeights {
  return toSparse(layer(...rows).matrix).weights;
}

/** An imported layer of rows of numbers. */
export function layer(...rows: readonly (readonly number[])[]): ImportedLayer {
  const columns = rows[0].length;
  const matrix = { kind: 'dense', rows: rows.length, columns, values: Float32Array.from(rows.flat()) } as const;
  return { name: 'w', kind: 'fullyConnected', shape: [rows.length, columns], numberFormat: 'fp32', matrix };
}

/** Rows of numbers of sparse weights. */
export function dense({ rows, columns, columnStart, rowIndex, values }: SparseWeights): number[][] {
  const out = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  for (let column = 0; column < columns; column++)
    for (let at = columnStart[column]; at < columnStart[column + 1]; at++) out[rowIndex[at]][column] = values[at];
  return out;
}
