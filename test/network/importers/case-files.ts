import test, { type ExecutionContext } from 'ava';
import { UserError } from '../../../src/base/user-error.ts';
import type { ImportedLayer } from '../../../src/network/imported-weights.ts';
import type { ImportOptions } from '../../../src/network/importers/importer.ts';
import { importWeights } from '../../../src/node/read-networks.ts';
import { caseFile, testWithData } from '../../oracles/shared-folder.ts';

/** Truth of a file: rows, columns, non-zeros and (where given) the sum of each layer, or a refusal. */
export type Truth =
  | { readonly layers: readonly (readonly [rows: number, columns: number, nonZeroWeights: number, sum?: number])[] }
  | { readonly refused: RegExp };

/** A layer of the truth as rows, columns, non-zeros, sum. */
export const reads = (rows: number, columns: number, nonZeroWeights: number, sum?: number): Truth => ({
  layers: [sum === undefined ? [rows, columns, nonZeroWeights] : [rows, columns, nonZeroWeights, sum]],
});
export const refuses = (refused: RegExp): Truth => ({ refused });

const macro = test.macro({
  exec: async (t: ExecutionContext, file: string, truth: Truth, options: ImportOptions) => {
    const path = caseFile(file);
    if ('refused' in truth) {
      const error = await t.throwsAsync(importWeights(path, options), { instanceOf: UserError });
      t.regex(error?.message ?? '', truth.refused);
      t.true(error?.message.startsWith(path));
      return;
    }
    const { layers } = await importWeights(path, options);
    t.is(layers.length, truth.layers.length);
    truth.layers.forEach(([rows, columns, nonZeroWeights, sum], index) => {
      const { matrix } = layers[index];
      t.deepEqual([matrix.rows, matrix.columns, nonZeros(layers[index])], [rows, columns, nonZeroWeights]);
      if (sum !== undefined) t.is(total(layers[index]).toPrecision(10), sum.toPrecision(10));
    });
  },
  title: (_given, file: string, truth: Truth) =>
    'refused' in truth ? `${file} is refused: ${truth.refused.source}` : `${file} gives exactly its truth`,
});

/** One test for each file of a table. */
export function testFiles(folder: string, table: Readonly<Record<string, Truth>>, options: ImportOptions = {}): void {
  for (const [file, truth] of Object.entries(table))
    testWithData(caseFile(`${folder}/${file}`))(macro, `${folder}/${file}`, truth, options);
}

function nonZeros(layer: ImportedLayer): number {
  return Float64Array.from(layer.matrix.values).filter((value) => value !== 0).length;
}

function total(layer: ImportedLayer): number {
  return Float64Array.from(layer.matrix.values).reduce((sum, value) => sum + value, 0);
}

/** Element (row, column) of a layer. */
export function element({ matrix }: ImportedLayer, row: number, column: number): number {
  if (matrix.kind === 'dense') return matrix.values[row * matrix.columns + column];
  for (let at = matrix.columnStart[column]; at < matrix.columnStart[column + 1]; at++)
    if (matrix.rowIndex[at] === row) return matrix.values[at];
  return 0;
}
