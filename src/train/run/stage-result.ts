import type { Chain } from '../learn/chain.ts';
import type { Score } from '../learn/part.ts';
import { compactNetwork } from '../network/compact-network.ts';
import { deadNeurons } from '../network/dead-neurons.ts';
import { layerSpread } from '../network/layer-spread.ts';
import { layerStorage } from '../network/layer-storage.ts';
import { densityOf, type TrainedNetwork } from '../network/trained-network.ts';
import type { Accuracy, StageLayer, StageResult } from './training-result.ts';

/** What `bytes` counts, for the record. */
export const ACCOUNTING =
  'all that a decoder needs, each part of each layer in whole bytes: values or codes of all entries (padding zeros among them), relative indices that run through the layer row by row, codebook (all 2^bits values), biases in fp32, lengths of the Huffman codes; no column pointers, as in Deep Compression';

/** Sums over samples as an accuracy. */
export function accuracyOf({ loss, hits }: Score, samples: number): Accuracy {
  const top1 = hits / samples;
  return { top1, standardError: Math.sqrt((top1 * (1 - top1)) / samples), loss: loss / samples };
}

/** Sizes of a network. */
export function sizesOf(
  chain: Chain,
  network: TrainedNetwork,
): Pick<StageResult, 'density' | 'bytes' | 'compressionRate' | 'layers'> {
  const dead = deadNeurons(network);
  const stored = compactNetwork(chain, network).network.layers;
  const layers = network.layers.map(
    (layer, index): StageLayer => ({
      ...layerStorage(stored[index], layer),
      withoutInputs: dead[index]?.withoutInputs.length ?? 0,
      withoutOutputs: dead[index]?.withoutOutputs.length ?? 0,
      ...layerSpread(stored[index]),
    }),
  );
  const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0);
  const originalBytes = layers.reduce((sum, layer) => sum + layer.originalBytes, 0);
  return { density: densityOf(network.layers), bytes, compressionRate: originalBytes / bytes, layers };
}
