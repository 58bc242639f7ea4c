import { randomStream } from '../../base/random.ts';
import type { Chain, Slot } from '../learn/chain.ts';
import { derivedSeed } from '../learn/samples.ts';
import { INDEX_BITS } from '../stages/encode.ts';
import type { TrainedLayer, TrainedNetwork } from './trained-network.ts';

/** Variance of the first weights times their inputs: He et al. 2015 for ReLU; Caffe's "xavier" (Glorot and Bengio 2010, by the inputs alone). */
const GAIN = { he: 6, xavier: 3 } as const;

/** First weights, uniform from -a to a with a = root(gain / inputs); biases are 0. */
export function initialNetwork(chain: Chain, initialisation: keyof typeof GAIN, seed: number): TrainedNetwork {
  return {
    layers: chain.slots.map((slot, index) => {
      const next = randomStream(derivedSeed(seed, index));
      const most = Math.sqrt(GAIN[initialisation] / slot.columns);
      const weights = Float32Array.from({ length: slot.rows * slot.columns }, () => most * (next() / 2 ** 31 - 1));
      return newLayer(chain, slot, weights, new Float32Array(slot.rows));
    }),
  };
}

/** A layer to which nothing has been done. */
export function newLayer(chain: Chain, slot: Slot, weights: Float32Array, biases: Float32Array): TrainedLayer {
  const { name, kind, rows, columns, shape, layer } = slot;
  const next = chain.slots.find((other) => other.layer > layer)?.layer ?? chain.layers.length;
  const between = chain.layers.slice(layer + 1, next);
  return {
    name,
    kind,
    rows,
    columns,
    shape,
    weights,
    biases,
    kept: null,
    shared: null,
    format: null,
    storage: { indexBits: INDEX_BITS, huffman: false },
    compacts: false,
    rectified: between.some(({ rectifies }) => rectifies === true),
  };
}
