import { columnsOfRows } from '../kernels/weights/dense-columns.ts';
import type { Picked } from '../kernels/weights/pick-magnitudes.ts';
import { rowsByColumn } from '../kernels/weights/rows-by-column.ts';
import type { ImportedMatrix, SparseMatrix } from '../network/imported-weights.ts';

/** Weights as the passes work on them: compressed sparse columns of fp32 values, no stored zero. */
export interface SparseWeights extends SparseMatrix {
  readonly values: Float32Array;
}

/** Sparse weights, and how many values changed on the way to fp32. */
export interface Fp32Weights {
  readonly weights: SparseWeights;
  /** Non-zero values too small for fp32, which became 0. */
  readonly underflows: number;
  /** Values beyond the range of fp32, which were clipped to its largest. */
  readonly overflows: number;
}

const LARGEST = 3.4028234663852886e38;

/** The non-zero weights of an imported matrix in fp32. Linear in rows x columns (dense) or stored values (sparse). */
export function toSparse(matrix: ImportedMatrix): Fp32Weights {
  return isSingle(matrix)
    ? { weights: nonZeros(matrix), underflows: 0, overflows: 0 }
    : roundWide(matrix, matrix.values as Float64Array);
}

function isSingle(matrix: ImportedMatrix): matrix is ImportedMatrix & { readonly values: Float32Array } {
  return matrix.values instanceof Float32Array;
}

function roundWide(matrix: ImportedMatrix, wide: Float64Array): Fp32Weights {
  let underflows = 0;
  let overflows = 0;
  const values = Float32Array.from(wide, (value) => {
    const rounded = Math.fround(value);
    if (rounded === 0 && value !== 0) underflows++;
    if (Number.isFinite(rounded)) return rounded;
    overflows++;
    return Math.sign(value) * LARGEST;
  });
  return { weights: nonZeros({ ...matrix, values }), underflows, overflows };
}

function nonZeros(matrix: ImportedMatrix & { readonly values: Float32Array }): SparseWeights {
  const { kind, rows, columns, values } = matrix;
  if (kind === 'dense') return { kind: 'sparse', rows, columns, ...columnsOfRows(values, rows, columns) };
  return values.includes(0) ? selectWeights(matrix, (value) => value !== 0) : matrix;
}

/** The weights that were picked of all stored values. */
export function selectPicked(matrix: SparseMatrix, { values, indices }: Picked): SparseWeights {
  const { rows, columns, columnStart } = matrix;
  const starts = new Uint32Array(columns + 1);
  const keptRows = new Uint32Array(indices.length);
  const rowsOf = rowsByColumn(matrix);
  const every = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let column = 0, at = 0; column < columns; column++) {
    const [start, end] = [columnStart[column], columnStart[column + 1]];
    // those of full columns are not read: all columns of a dense matrix are
    const own = end - start === rows ? every : rowsOf(column);
    for (; at < indices.length && indices[at] < end; at++) keptRows[at] = own[indices[at] - start];
    starts[column + 1] = at;
  }
  return { kind: 'sparse', rows, columns, columnStart: starts, rowIndex: keptRows, values };
}

/** The weights that a test keeps; it is called once for each stored value, column after column. */
export function selectWeights(
  matrix: SparseMatrix & { readonly values: Float32Array },
  keeps: (value: number) => boolean,
): SparseWeights {
  const { rows, columns, columnStart, rowIndex, values } = matrix;
  const starts = new Uint32Array(columns + 1);
  const keptRows = new Uint32Array(values.length);
  const stored = new Float32Array(values.length);
  let kept = 0;
  for (let column = 0; column < columns; column++) {
    for (let index = columnStart[column]; index < columnStart[column + 1]; index++) {
      if (!keeps(values[index])) continue;
      keptRows[kept] = rowIndex[index];
      stored[kept++] = values[index];
    }
    starts[column + 1] = kept;
  }
  return {
    kind: 'sparse',
    rows,
    columns,
    columnStart: starts,
    rowIndex: keptRows.slice(0, kept),
    values: stored.slice(0, kept),
  };
}
