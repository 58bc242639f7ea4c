import { keptOf, placesOf, type TrainedLayer, type TrainedNetwork } from './trained-network.ts';

/** Neurons of a layer that do nothing: no weight leads to them, or none leads on. */
export interface DeadNeurons {
  readonly layer: string;
  readonly withoutInputs: readonly number[];
  readonly withoutOutputs: readonly number[];
}

/** Dead neurons of every layer but the last; a neuron of a convolution is a channel. */
export function deadNeurons({ layers }: TrainedNetwork): DeadNeurons[] {
  return layers.slice(0, -1).map((layer, index) => {
    const [hasInputs, hasOutputs] = [usedRows(layer), usedInputs(layers[index + 1], layer.rows)];
    const without = (used: Uint8Array) => [...used.keys()].filter((neuron) => used[neuron] === 0);
    return { layer: layer.name, withoutInputs: without(hasInputs), withoutOutputs: without(hasOutputs) };
  });
}

function usedRows(layer: TrainedLayer): Uint8Array {
  const used = new Uint8Array(layer.rows);
  for (const place of placesOf(layer)) used[Math.floor(place / layer.columns)] = 1;
  return used;
}

/** Which of the neurons before a layer it reads; each gives the same number of neighbouring inputs. */
function usedInputs(layer: TrainedLayer, neurons: number): Uint8Array {
  const each = layer.columns / neurons;
  const used = new Uint8Array(neurons);
  for (const place of placesOf(layer)) used[Math.floor((place % layer.columns) / each)] = 1;
  return used;
}

/**
 * The network without the weights of dead neurons (Han et al. 2015, section 3.5): what leads to a neuron without outputs; and what leads on from one without
 * inputs, which gives the same whatever the input (its bias, rectified where a ReLU follows): that goes to the biases behind it, so that the network computes
 * what it did. From then on it is stored without their rows and columns.
 */
export function removeDeadNeurons(network: TrainedNetwork): TrainedNetwork {
  let layers = network.layers.map((layer) => ({ ...layer, compacts: true }));
  for (;;) {
    const before = layers.reduce((sum, layer) => sum + keptOf(layer), 0);
    layers = removeOnce(layers);
    if (layers.reduce((sum, layer) => sum + keptOf(layer), 0) === before) return { layers };
  }
}

function removeOnce(layers: readonly TrainedLayer[]): TrainedLayer[] {
  const dead = deadNeurons({ layers });
  return layers.map((layer, index) => {
    if (layer.kept === null) return layer;
    const useless = new Set(dead[index]?.withoutOutputs);
    const constant = new Set(dead[index - 1]?.withoutInputs);
    const before = layers[index - 1];
    const each = before === undefined ? 1 : layer.columns / before.rows;
    const biases = layer.biases.slice();
    const weights = layer.weights.slice();
    const kept = layer.kept.filter((place) => {
      const [row, neuron] = [Math.floor(place / layer.columns), Math.floor((place % layer.columns) / each)];
      const isConstant = before !== undefined && constant.has(neuron) && canFold(layer);
      if (!useless.has(row) && !isConstant) return true;
      if (isConstant) biases[row] += weights[place] * constantOf(before, neuron);
      weights[place] = 0;
      return false;
    });
    return { ...layer, weights, biases, kept };
  });
}

/** What a neuron without inputs gives. */
function constantOf({ biases, rectified }: TrainedLayer, neuron: number): number {
  return rectified ? Math.max(0, biases[neuron]) : biases[neuron];
}

/** Every input of a fully connected layer is read once; at the edge of a padded convolution some are read less often. */
function canFold({ kind }: TrainedLayer): boolean {
  return kind === 'fullyConnected';
}
