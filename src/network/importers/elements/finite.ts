import { UserError } from '../../../base/user-error.ts';
import type { ImportedMatrix, Values } from '../../imported-weights.ts';

const SHOWN = 8;

/**
 * Refuses a weight matrix that holds NaN or infinities: each would end in every energy and output behind it.
 * @throws UserError that names row and column of the first eight and their number
 */
export function refuseNonFinite(file: string, name: string, matrix: ImportedMatrix): void {
  const positions = nonFinite(matrix.values);
  if (positions.length === 0) return;
  const list = positions
    .slice(0, SHOWN)
    .map((index) => `row ${rowOf(matrix, index)}, column ${columnOf(matrix, index)} is ${matrix.values[index]}`);
  const more = positions.length > SHOWN ? ` and ${positions.length - SHOWN} more` : '';
  throw UserError.at(
    { file, path: name },
    `expected finite weights, found ${list.join('; ')}${more}`,
    'WEIGHT_NOT_FINITE',
  );
}

function nonFinite(values: Values): number[] {
  const positions: number[] = [];
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) positions.push(index);
  return positions;
}

function rowOf(matrix: ImportedMatrix, index: number): number {
  return matrix.kind === 'dense' ? Math.floor(index / matrix.columns) : matrix.rowIndex[index];
}

function columnOf(matrix: ImportedMatrix, index: number): number {
  if (matrix.kind === 'dense') return index % matrix.columns;
  let column = 0;
  while (matrix.columnStart[column + 1] <= index) column++;
  return column;
}
