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
  let underflows = 0;
  let overflows = 0;
  const fp32 = (value: number): number => {
    const rounded = Math.fround(value);
    if (rounded === 0 && value !== 0) underflows++;
    if (Number.isFinite(rounded)) return rounded;
    overflows++;
    return Math.sign(value) * LARGEST;
  };
  const weights = selectWeights(matrix, (value) => fp32(value));
  return { weights, underflows, overflows };
}

/**
 * The weights that a function keeps: it gives the value to store, 0 to drop. It is called once for each stored value of a matrix,
 * row after row in a dense one.
 */
export function selectWeights(matrix: ImportedMatrix, keep: (value: number, index: number) => number): SparseWeights {
  return matrix.kind === 'dense' ? selectDense(matrix, keep) : selectSparse(matrix, keep);
}

/** Two passes, each along the rows of the matrix as it lies in memory; rows ascend within a column because they come in order. */
function selectDense(
  { rows, columns, values }: Extract<ImportedMatrix, { kind: 'dense' }>,
  keep: (value: number, index: number) => number,
): SparseWeights {
  const kept = new Float32Array(values.length);
  const columnStart = new Uint32Array(columns + 1);
  for (let index = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, index++) {
      const value = values[index] === 0 ? 0 : keep(values[index], index);
      kept[index] = value;
      if (value !== 0) columnStart[column + 1]++;
    }
  for (let column = 0; column < columns; column++) columnStart[column + 1] += columnStart[column];
  const cursor = columnStart.slice(0, columns);
  const rowIndex = new Uint32Array(columnStart[columns]);
  const stored = new Float32Array(columnStart[columns]);
  for (let index = 0, row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, index++) {
      if (kept[index] === 0) continue;
      const at = cursor[column]++;
      rowIndex[at] = row;
      stored[at] = kept[index];
    }
  return { kind: 'sparse', rows, columns, columnStart, rowIndex, values: stored };
}

function selectSparse(matrix: SparseMatrix, keep: (value: number, index: number) => number): SparseWeights {
  const { rows, columns, columnStart, rowIndex, values } = matrix;
  const starts = new Uint32Array(columns + 1);
  const keptRows = new Uint32Array(values.length);
  const stored = new Float32Array(values.length);
  let kept = 0;
  for (let column = 0; column < columns; column++) {
    for (let index = columnStart[column]; index < columnStart[column + 1]; index++) {
      const value = values[index] === 0 ? 0 : keep(values[index], index);
      if (value === 0) continue;
      keptRows[kept] = rowIndex[index];
      stored[kept++] = value;
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
