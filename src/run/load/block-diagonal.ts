import type { WeightMatrix } from '../../network/layer.ts';

/**
 * The matrix of a grouped convolution as the array holds it: blocks along the diagonal, of which only the weights are stored. One product then serves all
 * groups of an output position; weights off the blocks do not exist, so they cost nothing.
 * @param matrix the blocks one below the other, all with the same columns, without a bias
 */
export function blockDiagonal(matrix: WeightMatrix, groups: number): WeightMatrix {
  const { rows, columns, columnStart, rowIndex, weights } = matrix;
  const blockRows = rows / groups;
  const counts = new Uint32Array(groups * columns + 1);
  const wideColumn = (column: number, k: number): number => Math.floor(rowIndex[k] / blockRows) * columns + column;
  for (let column = 0; column < columns; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) counts[wideColumn(column, k) + 1]++;
  for (let column = 0; column < groups * columns; column++) counts[column + 1] += counts[column];
  const next = counts.slice();
  const newRows = new Uint32Array(rowIndex.length);
  const stored = weights.kind === 'direct' ? weights.values : weights.codes;
  const moved = stored.slice();
  for (let column = 0; column < columns; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) {
      const to = next[wideColumn(column, k)]++;
      newRows[to] = rowIndex[k];
      moved[to] = stored[k];
    }
  return {
    ...matrix,
    columns: groups * columns,
    groups,
    columnStart: counts,
    rowIndex: newRows,
    weights:
      weights.kind === 'direct'
        ? { kind: 'direct', values: moved as Float32Array }
        : { ...weights, codes: moved as Uint8Array },
  };
}
