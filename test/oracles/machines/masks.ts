import type { Hardware } from '../../../src/machines/index.ts';
import type { WeightMatrix } from '../../../src/network/layer.ts';
import { multiply, storeLayers } from '../../../src/run/store-layers.ts';
import type { DenseLayer } from '../eie/eie-gen-1.ts';
import { layerOf } from '../layer-of.ts';

/** Which weights of a layer are not zero, row by row. */
export function weightMask({ rows, columns, columnStart, rowIndex }: WeightMatrix): boolean[][] {
  const mask = Array.from({ length: rows }, () => new Array<boolean>(columns).fill(false));
  for (let column = 0; column < columns; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++) mask[rowIndex[k]][column] = true;
  return mask;
}

export const inputMask = (input: Float32Array): boolean[] => Array.from(input, (value) => value !== 0);

/** A machine on a random layer without bias, in fp32, so that nothing becomes zero on the way; what it counted, and what it stored. */
export function runOn(hardware: Hardware, dense: DenseLayer, inputs: readonly Float32Array[] = [dense.activations]) {
  const arithmetic = { weight: 'fp32', activation: 'fp32', accumulator: 'fp32' };
  const layer = layerOf(dense, false);
  const network = { name: 'n', file: 'n', seed: null, layers: [layer] };
  const [stored] = storeLayers({ ...hardware, arithmetic }, network).stored;
  return { counts: multiply(stored, inputs), stored };
}
