import type { Values } from '../network/imported-weights.ts';
import type { SharedWeights, WeightMatrix } from '../network/layer.ts';

/**
 * A matrix with one more column behind the last that holds the non-zero biases. They are not shared: the column's codes only mark entries (1), the values are
 * biasValues. Biases that are all 0 need no column.
 */
export function addBias<Matrix extends WeightMatrix>(matrix: Matrix, bias: Values | undefined): Matrix {
  const rows: number[] = [];
  bias?.forEach((value: number, row: number) => {
    if (Math.fround(value) !== 0) rows.push(row);
  });
  if (bias === undefined || rows.length === 0) return matrix;
  const values = Float32Array.from(rows, (row) => bias[row]);
  const stored = matrix.rowIndex.length;
  const rowIndex = new Uint32Array(stored + rows.length);
  rowIndex.set(matrix.rowIndex);
  rowIndex.set(rows, stored);
  const columnStart = Uint32Array.from([...matrix.columnStart, rowIndex.length]);
  if (matrix.weights.kind === 'direct') {
    const all = new Float32Array(rowIndex.length);
    all.set(matrix.weights.values);
    all.set(values, stored);
    return { ...matrix, hasBias: true, columnStart, rowIndex, weights: { kind: 'direct', values: all } };
  }
  const codes = new Uint8Array(rowIndex.length).fill(1);
  codes.set(matrix.weights.codes);
  const weights: SharedWeights = { ...matrix.weights, codes };
  return { ...matrix, hasBias: true, columnStart, rowIndex, weights, biasValues: values };
}
