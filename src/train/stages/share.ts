import { z } from '../../base/zod.ts';
import { shareWeights } from '../../compress/share-weights.ts';
import { count } from '../../config/yaml/numeric.ts';
import { placesOf, type TrainedLayer } from '../network/trained-network.ts';
import { notBehind, unknownLayerKeys } from './order.ts';
import { stageOf } from './stage.ts';

const bits = (description: string) => count({ minimum: 1, maximum: 8, example: 6, description }, ['none']);

/** The weights that are left share values: k-means in each layer. */
export const share = stageOf({
  schema: z
    .strictObject({
      codeBits: bits(
        'Bits of a code; code 0 is reserved for padding zeros, so 2^bits - 1 values are shared (none: every weight keeps its own)',
      ),
      layers: z
        .record(z.string(), bits('Bits of a code in a layer'))
        .prefault({})
        .meta({ description: 'Bits of a code in single layers', examples: [{ fc3: 5 }] }),
      initialisation: z
        .enum(['linear', 'density', 'forgy', 'random'])
        .prefault('linear')
        .meta({ description: 'First centroids of k-means; random is another name of forgy' }),
    })
    .meta({ description: 'Weights that are left share values: k-means in each layer' }),
  faults: ({ layers }, context, path, tree) => [
    ...notBehind(context, ['share'], 'weights share values already', path, tree),
    ...unknownLayerKeys(layers, context.layers, [...path, 'layers'], tree),
  ],
  steps: ({ codeBits, layers, initialisation }, { seed }) => [
    {
      name: 'share',
      kind: 'share',
      change: (network) => ({
        layers: network.layers.map((layer) =>
          shareLayer(
            layer,
            layers[layer.name] ?? codeBits,
            initialisation === 'random' ? 'forgy' : initialisation,
            seed,
          ),
        ),
      }),
    },
  ],
});

function shareLayer(
  layer: TrainedLayer,
  codeBits: number | 'none',
  initialisation: 'linear' | 'density' | 'forgy',
  seed: number,
): TrainedLayer {
  if (codeBits === 'none') return layer;
  // a weight that happens to be 0 is none: it would need a code for the value of padding zeros
  const kept = placesOf(layer).filter((place) => layer.weights[place] !== 0);
  const values = Float32Array.from(kept, (place) => layer.weights[place]);
  const { codes, codebook } = shareWeights(values, { codeBits, initialisation, seed });
  const weights = new Float32Array(layer.weights.length);
  kept.forEach((place, k) => {
    weights[place] = codebook[codes[k]];
  });
  const isWhole = layer.kept === null && kept.length === layer.weights.length;
  return { ...layer, weights, kept: isWhole ? null : kept, shared: { codes, codebook, codeBits } };
}
