import { basename } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import { toSparse } from '../../compress/sparse-weights.ts';
import type { ImportedLayer, ImportedWeights } from '../../network/imported-weights.ts';
import type { Chain, Slot } from '../learn/chain.ts';
import { newLayer } from './initial-network.ts';
import type { TrainedLayer, TrainedNetwork } from './trained-network.ts';

/**
 * The network of a weight file as the start of a training: layers by their names, or in order where no name is known. What is 0 in a matrix that has any zeros
 * counts as pruned.
 * @throws UserError where layers are missing or have another size
 */
export function importedStart(chain: Chain, imported: ImportedWeights, file: string): TrainedNetwork {
  const byName = new Map(imported.layers.map((layer) => [layer.name, layer]));
  const isNamed = chain.slots.some(({ name }) => byName.has(name));
  if (!isNamed && imported.layers.length !== chain.slots.length)
    throw UserError.at(
      { file: basename(file) },
      `expected weights of ${chain.slots.map(({ name }) => name).join(', ')}, found ${imported.layers.map(({ name }) => name).join(', ')}`,
      'WEIGHTS_FIT',
    );
  return {
    layers: chain.slots.map((slot, index) => {
      const found = isNamed ? byName.get(slot.name) : imported.layers[index];
      if (found === undefined)
        throw UserError.at({ file: basename(file) }, `no weights of the layer "${slot.name}"`, 'WEIGHTS_FIT');
      return startLayer(chain, slot, found, file);
    }),
  };
}

function startLayer(chain: Chain, slot: Slot, { matrix, bias }: ImportedLayer, file: string): TrainedLayer {
  if (matrix.rows !== slot.rows || matrix.columns !== slot.columns)
    throw UserError.at(
      { file: basename(file), path: slot.name },
      `expected ${slot.rows} x ${slot.columns} weights, found ${matrix.rows} x ${matrix.columns}`,
      'WEIGHTS_FIT',
    );
  const { columnStart, rowIndex, values } = toSparse(matrix).weights;
  const weights = new Float32Array(slot.rows * slot.columns);
  for (let column = 0; column < slot.columns; column++)
    for (let k = columnStart[column]; k < columnStart[column + 1]; k++)
      weights[rowIndex[k] * slot.columns + column] = values[k];
  const biases = Float32Array.from({ length: slot.rows }, (_, row) => bias?.[row] ?? 0);
  const layer = newLayer(chain, slot, weights, biases);
  if (values.length === weights.length) return layer;
  return { ...layer, kept: Uint32Array.from(weights.keys()).filter((place) => weights[place] !== 0) };
}
