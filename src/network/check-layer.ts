import { type Fault, UserError } from '../base/user-error.ts';
import { rowsAscend } from '../kernels/columns.ts';
import { firstInfinite } from '../kernels/items/sent-columns.ts';
import { largestByte } from '../kernels/largest-byte.ts';
import type { Layer, WeightMatrix } from './layer.ts';

/** Says that a field of a record is wrong. */
type Tell = (field: string, message: string) => void;

/**
 * Refuses a layer whose parts do not fit together: lengths, row and column bounds, codes beyond the codebook, numbers that are none. What reads files makes only
 * whole layers; this is for those that a program makes.
 * @param isFed whether its activations are made by the layers before it, so that it has none of its own
 * @throws UserError LAYER with all faults, each with the path of its field
 */
export function checkLayer(layer: Layer, isFed = false): void {
  const faults: Fault[] = [];
  const tell: Tell = (field, message) =>
    faults.push({ place: { path: `${layer.name}.${field}` }, message, code: 'LAYER' });
  tellMatrix(layer.matrix, (field, message) => tell(`matrix.${field}`, message));
  const { activations, matrix } = layer;
  if (!isFed && activations.length !== matrix.columns)
    tell('activations', `expected one for each of ${matrix.columns} columns, found ${activations.length}`);
  tellFinite('activations', activations, tell);
  if (faults.length > 0) throw new UserError(faults);
}

/**
 * The same of a matrix alone.
 * @throws UserError LAYER
 */
export function checkMatrix(matrix: WeightMatrix): void {
  const faults: Fault[] = [];
  tellMatrix(matrix, (field, message) => faults.push({ place: { path: `matrix.${field}` }, message, code: 'LAYER' }));
  if (faults.length > 0) throw new UserError(faults);
}

function tellMatrix(matrix: WeightMatrix, tell: Tell): void {
  const { rows, columns, hasBias, columnStart } = matrix;
  const stored = storedOf(matrix);
  for (const [field, size] of Object.entries({ rows, columns }))
    if (!(Number.isInteger(size) && size >= 1)) tell(field, `expected a whole number from 1, found ${size}`);
  const starts = columns + (hasBias ? 1 : 0) + 1;
  if (columnStart.length !== starts)
    tell(
      'columnStart',
      `expected ${starts} starts (${columns} columns${hasBias ? ', the bias' : ''} and the end), found ${columnStart.length}`,
    );
  else if (columnStart[0] !== 0 || columnStart[starts - 1] !== stored)
    tell(
      'columnStart',
      `expected starts from 0 to the ${stored} stored weights, found ${columnStart[0]} to ${columnStart[starts - 1]}`,
    );
  else if (matrix.places === undefined) {
    const fault = rowFault(matrix);
    if (fault !== undefined) tell(fault.includes('starts') ? 'columnStart' : 'rowIndex', fault);
  }
  tellWeights(matrix, stored, tell);
}

/** Rows that lie as bits ascend in their columns, and need not be made to be counted. */
function storedOf(matrix: WeightMatrix): number {
  return matrix.places?.columnStart.at(-1) ?? matrix.rowIndex.length;
}

/** What is wrong with the first column that is not one of ascending rows; undefined where all are. */
function rowFault({ rows, columnStart, rowIndex }: WeightMatrix): string | undefined {
  const falls = columnStart.some((start, k) => k > 0 && start < columnStart[k - 1]);
  if (!falls && rowsAscend(columnStart, rowIndex, rows)) return undefined;
  for (let column = 0; column + 1 < columnStart.length; column++) {
    const [from, to] = [columnStart[column], columnStart[column + 1]];
    if (to < from) return `expected starts that do not fall, found ${to} behind ${from}`;
    for (let k = from; k < to; k++) {
      if (rowIndex[k] >= rows) return `expected rows below ${rows}, found ${rowIndex[k]} in column ${column}`;
      if (k > from && rowIndex[k] <= rowIndex[k - 1])
        return `expected ascending rows, found ${rowIndex[k]} behind ${rowIndex[k - 1]} in column ${column}`;
    }
  }
  return undefined;
}

function tellWeights(
  { columns, hasBias, columnStart, weights, biasValues }: WeightMatrix,
  stored: number,
  tell: Tell,
): void {
  if (weights.kind === 'direct') {
    if (weights.values.length !== stored)
      tell('weights.values', `expected one for each of ${stored} stored weights, found ${weights.values.length}`);
    tellFinite('weights.values', weights.values, tell);
  } else {
    const { codes, codebook } = weights;
    if (codes.length !== stored)
      tell('weights.codes', `expected one for each of ${stored} stored weights, found ${codes.length}`);
    if (codebook.length > 256) tell('weights.codebook', `expected at most 256 values, found ${codebook.length}`);
    if (codebook[0] !== 0)
      tell('weights.codebook', `expected 0 as its first value, that of padding, found ${codebook[0]}`);
    tellFinite('weights.codebook', codebook, tell);
    if (largestByte(codes) >= codebook.length) {
      const bad = codes.findIndex((code) => code >= codebook.length);
      tell('weights.codes', `expected codes below ${codebook.length}, the codebook, found ${codes[bad]} at ${bad}`);
    }
  }
  if (biasValues === undefined) return;
  const expected = hasBias ? stored - columnStart[columns] : 0;
  if (biasValues.length !== expected)
    tell('biasValues', `expected one for each of ${expected} entries of the bias column, found ${biasValues.length}`);
  tellFinite('biasValues', biasValues, tell);
}

function tellFinite(field: string, values: Float32Array, tell: Tell): void {
  const bad = firstInfinite(values);
  if (bad >= 0) tell(field, `expected finite numbers, found ${values[bad]} at ${bad}`);
}
