import { randomStream } from '../../base/random.ts';
import { generateActivations, layerSeed } from '../../network/generate.ts';
import type { Layer, Network } from '../../network/layer.ts';

/** Seeds of the inputs behind the first are this far from those of layers. */
const FAR = 1 << 20;

/**
 * A network that runs so many inferences together. Layers that run alone have as many inputs: those that they came with, else more like the first, of its density.
 * Inferences of a graph are what they are; as many of them as the batch is large run together.
 */
export function inBatch(network: Network, batch: number): Network {
  if (batch === 1) return network;
  // sequences of a text run side by side in a way of their own
  if (network.graph !== undefined) return network.language === undefined ? { ...network, batch } : network;
  const layers = network.layers.map((layer, index) =>
    layer.inputs === undefined
      ? { ...layer, inputs: inputsLike(layer, batch, layerSeed(network.seed ?? 1, index)) }
      : layer,
  );
  return { ...network, layers, batch };
}

function inputsLike({ activations }: Layer, batch: number, seed: number): Float32Array[] {
  const density = activations.reduce((count, value) => count + (value === 0 ? 0 : 1), 0) / activations.length;
  return Array.from({ length: batch }, (_, k) =>
    k === 0 ? activations : generateActivations(randomStream(layerSeed(seed, FAR + k)), activations.length, density),
  );
}
