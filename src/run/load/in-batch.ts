import { randomStream } from '../../base/random.ts';
import { generateActivations, layerSeed } from '../../network/generate.ts';
import type { Layer, Network } from '../../network/layer.ts';
import type { StreamedNetwork } from '../../network/streamed-network.ts';

/** Seeds of the inputs behind the first are this far from those of layers. */
const FAR = 1 << 20;

/**
 * A network that runs so many inferences together. Layers that run alone have as many inputs: those that they came with, else more like the first, of its density.
 * Inferences of a graph are what they are; as many of them as the batch is large run together.
 */
export function inBatch<N extends Network | StreamedNetwork>(network: N, batch: number): N {
  if (batch === 1) return network;
  const withInputs = (layer: Layer, index: number): Layer =>
    layer.inputs === undefined
      ? { ...layer, inputs: inputsLike(layer, batch, layerSeed(network.seed ?? 1, index)) }
      : layer;
  if ('coming' in network) {
    const coming = network.coming.map((one, index) => ({
      ...one,
      make: async () => {
        const made = await one.make();
        return { ...made, layer: withInputs(made.layer, index) };
      },
    }));
    return { ...network, coming, batch };
  }
  // sequences of a text run side by side in a way of their own
  if (network.graph !== undefined) return network.language === undefined ? { ...network, batch } : network;
  return { ...network, layers: network.layers.map(withInputs), batch };
}

/** So many inputs of the density of the layer's own, which is the first of them. */
export function inputsLike({ activations }: Layer, batch: number, seed: number): Float32Array[] {
  const density = activations.reduce((count, value) => count + (value === 0 ? 0 : 1), 0) / activations.length;
  return Array.from({ length: batch }, (_, k) =>
    k === 0 ? activations : generateActivations(randomStream(layerSeed(seed, FAR + k)), activations.length, density),
  );
}
