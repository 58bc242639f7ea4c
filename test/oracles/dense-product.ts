import type { DenseLayer } from './eie/eie-gen-1.ts';
import type { Skips } from './stepper/row-feeder.ts';

/**
 * Outputs of a layer straight from its dense matrix: fp32 products, each rounded, summed in broadcast order (ascending column, bias last).
 * A weight that is absent (code 0) adds nothing.
 */
export function denseProduct(layer: DenseLayer, skips: Skips): Float32Array {
  const sums = new Float32Array(layer.rows);
  const add = (codes: Uint8Array, activation: number) => {
    for (let row = 0; row < layer.rows; row++)
      if (codes[row] !== 0) sums[row] = Math.fround(sums[row] + Math.fround(layer.codebook[codes[row]] * activation));
  };
  for (let column = 0; column < layer.columns; column++) {
    const activation = layer.activations[column];
    const isSkipped = skips === 'nonPositive' ? !(activation > 0) : skips === 'zero' && activation === 0;
    if (!isSkipped) add(layer.codes.subarray(column * layer.rows, (column + 1) * layer.rows), activation);
  }
  add(layer.biasCodes, 1);
  return sums;
}
