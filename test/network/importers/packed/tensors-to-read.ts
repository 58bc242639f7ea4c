import type { ImportedWeights } from '../../../../src/network/imported-weights.ts';
import type { Hints } from '../../../../src/network/importers/packed/packed-form.ts';
import { layersOfTensors } from '../../../../src/network/importers/tensors/tensor-layers.ts';

/** A tensor of a made-up file: name, format, shape, values. */
export type Made = readonly [name: string, numberFormat: string, shape: readonly number[], values: readonly number[]];

/** What the importers make of tensors of these names. */
export function readMade(
  tensors: readonly Made[],
  quantization?: Hints['quantization'],
): Pick<ImportedWeights, 'layers' | 'skipped' | 'warnings'> {
  const named = tensors.map(([name, numberFormat, shape, values]) => ({
    name,
    numberFormat,
    shape,
    values: Float64Array.from(values),
  }));
  return layersOfTensors(
    { file: 'made', bytes: new Uint8Array(0) },
    named,
    quantization === undefined ? {} : { quantization },
  );
}

/** Rows of the only layer, in fp32. */
export function onlyMatrix({ layers }: Pick<ImportedWeights, 'layers'>): number[][] {
  if (layers.length !== 1) throw new Error(`expected one layer, found ${layers.map(({ name }) => name).join(', ')}`);
  return rowsOf(layers[0]);
}

/** Rows of a layer, in fp32. */
export function rowsOf({ matrix }: ImportedWeights['layers'][number]): number[][] {
  if (matrix.kind !== 'dense') throw new Error('expected a dense matrix');
  return Array.from({ length: matrix.rows }, (_, row) =>
    Array.from(matrix.values.subarray(row * matrix.columns, (row + 1) * matrix.columns), Math.fround),
  );
}

/** A table of whole numbers below `bound`, the same each time: a linear congruence, top bits. */
export function wholeNumbers(rows: number, columns: number, bound: number, seed = 1): number[][] {
  let state = seed;
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * bound);
    }),
  );
}

/** Numbers of `bits` bits as int32 words, through a text of binary digits: the first number at the low end of the first word; each word is filled. */
export function streamWords(numbers: readonly number[], bits: number): number[] {
  const digits = numbers
    .map((number) => number.toString(2).padStart(bits, '0'))
    .toReversed()
    .join('');
  const words: number[] = [];
  for (let end = digits.length; end > 0; end -= 32)
    words.push(Number.parseInt(digits.slice(Math.max(0, end - 32), end), 2) | 0);
  return words;
}

export const transposed = (table: readonly (readonly number[])[]): number[][] =>
  table[0].map((_, column) => table.map((row) => row[column]));

/** Each row cut into equal parts. */
export function cut<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, part) => list.slice(part * size, (part + 1) * size));
}
