import type { SparseMatrix, Values } from '../../imported-weights.ts';

/**
 * Compressed sparse columns of (row, column, value) triplets in any order; values at the same place are summed.
 * Two counting sorts, by row and then by column: linear, no comparison, and stable.
 */
export function sparseFromTriplets(
  rows: number,
  columns: number,
  rowOf: ArrayLike<number>,
  columnOf: ArrayLike<number>,
  valueAt: Values,
): { matrix: SparseMatrix; duplicates: number } {
  const byRow = sortedBy(rowOf, rows, identity(rowOf.length));
  const order = sortedBy(columnOf, columns, byRow);
  const columnStart = new Uint32Array(columns + 1);
  const rowIndex = new Uint32Array(order.length);
  const values = valueAt.slice();
  let kept = 0;
  let column = 0;
  for (const triplet of order) {
    const start = kept;
    while (column < columnOf[triplet]) columnStart[++column] = kept;
    const same = start > columnStart[column] && rowIndex[kept - 1] === rowOf[triplet];
    if (same) values[kept - 1] = values[kept - 1] + valueAt[triplet];
    else {
      rowIndex[kept] = rowOf[triplet]!;
      values[kept++] = valueAt[triplet]!;
    }
  }
  columnStart.fill(kept, column + 1);
  const matrix: SparseMatrix = {
    kind: 'sparse',
    rows,
    columns,
    columnStart,
    rowIndex: rowIndex.subarray(0, kept),
    values: values.subarray(0, kept),
  };
  return { matrix, duplicates: order.length - kept };
}

function identity(length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, index) => index);
}

/** `order` rearranged so that keyOf rises, equal keys left in their order. */
function sortedBy(keyOf: ArrayLike<number>, keys: number, order: Uint32Array): Uint32Array {
  const next = new Uint32Array(keys + 1);
  for (const index of order) next[keyOf[index] + 1]++;
  for (let key = 0; key < keys; key++) next[key + 1] += next[key];
  const sorted = new Uint32Array(order.length);
  for (const index of order) sorted[next[keyOf[index]]++] = index;
  return sorted;
}
