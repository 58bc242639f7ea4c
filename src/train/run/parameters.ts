import type { Chain } from '../learn/chain.ts';
import type { TrainedLayer, TrainedNetwork } from '../network/trained-network.ts';
import type { Floats } from '../products/products.ts';

/** Puts a network into the vector of all parameters. */
export function writeParameters({ slots }: Chain, { layers }: TrainedNetwork, parameters: Floats): void {
  slots.forEach(({ weightsAt, biasesAt }, index) => {
    parameters.set(layers[index].weights, weightsAt);
    parameters.set(layers[index].biases, biasesAt);
  });
}

/** The network with the parameters that it has learnt; what was pruned, and which weight shares which value, is as before. */
export function readParameters({ slots }: Chain, { layers }: TrainedNetwork, parameters: Floats): TrainedNetwork {
  return {
    layers: layers.map((layer, index) => {
      const { weightsAt, biasesAt } = slots[index];
      const weights = Float32Array.from(parameters.subarray(weightsAt, weightsAt + layer.weights.length));
      const biases = Float32Array.from(parameters.subarray(biasesAt, biasesAt + layer.biases.length));
      return { ...layer, weights, biases, shared: sharedValues(layer, weights) };
    }),
  };
}

function sharedValues({ shared, kept }: TrainedLayer, weights: Float32Array): TrainedLayer['shared'] {
  if (shared === null) return null;
  const codebook = shared.codebook.slice();
  shared.codes.forEach((code, k) => {
    codebook[code] = weights[kept === null ? k : kept[k]];
  });
  return { ...shared, codebook };
}
