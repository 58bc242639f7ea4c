import type { Budget } from '../../../base/budget.ts';
import type { SparseMatrix, Values } from '../../imported-weights.ts';

/** A matrix of triplets, and what was summed. */
export interface SummedTriplets {
  readonly matrix: SparseMatrix;
  /** Triplets at the place of an earlier one. */
  readonly duplicates: number;
  /** The first triplet that repeats the place of another; undefined where none does. */
  readonly repeated: number | undefined;
}

/**
 * Compressed sparse columns of (row, column, value) triplets in any order; values at the same place are summed.
 * Two counting sorts, by row and then by column: linear, no comparison, and stable. Triplets that lie in the order of the columns are not sorted again.
 * @throws UserError where the budget does not allow it
 */
export function sparseFromTriplets(
  rows: number,
  columns: number,
  rowOf: ArrayLike<number>,
  columnOf: ArrayLike<number>,
  valueAt: Values,
  budget: Budget,
): SummedTriplets {
  const count = valueAt.length;
  budget.take(4 * (rows + 2 * columns) + (12 + valueAt.BYTES_PER_ELEMENT) * count, `a matrix of ${rows} x ${columns}`);
  const order = isInOrder(rowOf, columnOf)
    ? undefined
    : sortedBy(columnOf, columns, sortedBy(rowOf, rows, identity(count)));
  const columnStart = new Uint32Array(columns + 1);
  const rowIndex = new Uint32Array(count);
  const values = valueAt.slice();
  let kept = 0;
  let column = 0;
  let repeated: number | undefined;
  for (let k = 0; k < count; k++) {
    const triplet = order === undefined ? k : order[k];
    const start = kept;
    while (column < columnOf[triplet]) columnStart[++column] = kept;
    const same = start > columnStart[column] && rowIndex[kept - 1] === rowOf[triplet];
    if (same) {
      values[kept - 1] = values[kept - 1] + valueAt[triplet];
      repeated = repeated === undefined ? triplet : Math.min(repeated, triplet);
    } else {
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
  return { matrix, duplicates: count - kept, repeated };
}

function isInOrder(rowOf: ArrayLike<number>, columnOf: ArrayLike<number>): boolean {
  for (let k = 1; k < columnOf.length; k++)
    if (columnOf[k] < columnOf[k - 1] || (columnOf[k] === columnOf[k - 1] && rowOf[k] < rowOf[k - 1])) return false;
  return true;
}

function identity(length: number): Uint32Array {
  const order = new Uint32Array(length);
  for (let k = 0; k < length; k++) order[k] = k;
  return order;
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
