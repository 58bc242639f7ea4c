import type { WeightFormat } from '../../base/block-format.ts';
import { rowsOfColumn } from '../../kernels/dense-column.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import { operandsOf } from '../../simulate/outputs/operands.ts';
import type { Sent } from './scan.ts';

/**
 * Multiplications of a product in which the weight or the activation is zero in its number format; padding zeros are gated and none of them, the bias is multiplied
 * by one. A machine that skips zero activations and stores no zeros has some only where its weight format makes small weights zero.
 */
export function zeroProducts(
  matrix: WeightMatrix,
  { columns, activations }: Sent,
  weight: WeightFormat,
  isDense: boolean,
): number {
  const { columnStart } = matrix;
  const operands = operandsOf(matrix, { weight }, true);
  const holdsZeros = operands.values.includes(0);
  let zeros = 0;
  for (const column of columns) {
    if (column >= matrix.columns) continue;
    const [first, end] = [columnStart[column], columnStart[column + 1]];
    const [from, to] = isDense ? rowsOfColumn(matrix, column) : [first, end];
    zeros += to - from;
    if (activations.values[column] === 0) continue;
    zeros -= end - first;
    if (holdsZeros) for (let k = first; k < end; k++) if (operands.of(k) === 0) zeros++;
  }
  return zeros;
}
