import type { WeightMatrix } from './layer.ts';
import { beside, whenRead } from './when-read.ts';

/** The matrix with other weights at the same places, whose rows are made no sooner than those of the matrix. */
export function withWeights(matrix: WeightMatrix, weights: WeightMatrix['weights']): WeightMatrix {
  const { places } = matrix;
  if (places === undefined) return { ...matrix, weights };
  const { rows, columns, groups, hasBias, columnStart } = matrix;
  const placed = { rows, columns, ...(groups !== undefined && { groups }), hasBias, columnStart, weights };
  const found = whenRead(placed, 'rowIndex', () => matrix.rowIndex);
  beside(found, 'places', places);
  return found;
}
