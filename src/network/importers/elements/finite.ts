import { UserError } from '../../../base/user-error.ts';
import { firstInfinite } from '../../../kernels/items/sent-columns.ts';
import type { ImportedLayer, ImportedMatrix, Values } from '../../imported-weights.ts';

const SHOWN = 8;

/**
 * Refuses a layer that holds NaN, an infinity, or what is infinite as fp32, in its weights, its bias or its codebook: each would end in every energy and
 * output behind it, or as a 0 that nobody wrote.
 * @throws UserError that names the places of the first eight of a kind, and their number
 */
export function refuseNonFinite(file: string, layer: ImportedLayer): void {
  const { name, matrix, shared } = layer;
  const matrixPlace = (index: number) => `row ${rowOf(matrix, index)}, column ${columnOf(matrix, index)}`;
  // weights that are looked up in a finite codebook are finite
  const message =
    shared === undefined
      ? described('weights', matrix.values, matrixPlace)
      : described('shared values', shared.codebook, (index) => `code ${index}`);
  if (message !== undefined) throw notFinite(file, name, message);
  refuseNonFiniteBias(file, layer);
}

/** The same of the bias alone, where the weights are known to be finite. */
export function refuseNonFiniteBias(file: string, { name, bias }: Pick<ImportedLayer, 'name' | 'bias'>): void {
  const message = described('biases', bias, (index) => `row ${index}`);
  if (message !== undefined) throw notFinite(file, name, message);
}

function notFinite(file: string, path: string, message: string): UserError {
  return UserError.at({ file, path }, message, 'WEIGHT_NOT_FINITE');
}

/** What is wrong with values that must be finite; undefined where nothing is. */
export function described(
  what: string,
  values: Values | undefined,
  placeOf: (index: number) => string,
): string | undefined {
  const positions = nonFinite(values ?? []);
  if (positions.length === 0) return undefined;
  const list = positions.slice(0, SHOWN).map((index) => `${placeOf(index)} is ${written(values![index])}`);
  const more = positions.length > SHOWN ? ` and ${positions.length - SHOWN} more` : '';
  return `expected finite ${what}, found ${list.join('; ')}${more}`;
}

function written(value: number): string {
  return Number.isFinite(value) ? `${value} (infinite as fp32)` : String(value);
}

function nonFinite(values: ArrayLike<number>): number[] {
  const positions: number[] = [];
  if (values instanceof Float32Array && firstInfinite(values) < 0) return positions;
  for (let index = 0; index < values.length; index++)
    if (!Number.isFinite(Math.fround(values[index]))) positions.push(index);
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
