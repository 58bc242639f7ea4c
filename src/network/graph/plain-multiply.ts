import type { Layer } from '../layer.ts';
import type { Multiply } from './operators/operator.ts';

/** Products in double precision, rounded to fp32 once at the end, with the weights as they are: the network without a machine. */
export function plainMultiply(layers: readonly Layer[]): Multiply {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  return (name, input) => {
    const { matrix } = byName.get(name)!;
    checkLength(name, matrix.columns, input.length);
    const { columnStart, rowIndex, weights, biasValues } = matrix;
    const sums = new Float64Array(matrix.rows);
    const end = columnStart[matrix.columns];
    const weight =
      weights.kind === 'shared' ? (k: number) => weights.codebook[weights.codes[k]] : (k: number) => weights.values[k];
    for (let column = 0; column < matrix.columns; column++) {
      const activation = input[column];
      if (activation === 0) continue;
      for (let k = columnStart[column]; k < columnStart[column + 1]; k++) sums[rowIndex[k]] += weight(k) * activation;
    }
    for (let k = end; k < rowIndex.length; k++)
      sums[rowIndex[k]] += biasValues === undefined ? weight(k) : biasValues[k - end];
    return Float32Array.from(sums);
  };
}

/** @throws RangeError where a product gets another number of inputs than its layer has columns */
export function checkLength(name: string, columns: number, length: number): void {
  if (length !== columns) throw new RangeError(`layer "${name}" wants ${columns} inputs, found ${length}`);
}
