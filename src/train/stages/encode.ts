import { z } from '../../base/zod.ts';
import { count } from '../../config/yaml/numeric.ts';
import { unknownLayerKeys } from './order.ts';
import { stageOf } from './stage.ts';

const bits = (description: string) => count({ minimum: 1, maximum: 16, example: 5, description });

/** Bits of a relative index that is used where no stage says any (Deep Compression, Table 2). */
export const INDEX_BITS = 5;

/** Weights that are left are stored with the gap to the one before. */
export const encode = stageOf({
  schema: z
    .strictObject({
      indexBits: bits('Bits of a relative index; a longer gap takes padding zeros').prefault(INDEX_BITS),
      layers: z.record(z.string(), bits('Bits of a relative index in a layer')).prefault({}).meta({
        description: 'Bits of a relative index in single layers',
      }),
    })
    .meta({ description: 'Weights that are left are stored with the gap to the one before' }),
  faults: ({ layers }, context, path, tree) => unknownLayerKeys(layers, context.layers, [...path, 'layers'], tree),
  steps: ({ indexBits, layers }) => [
    {
      name: 'encode',
      kind: 'encode',
      change: (network) => ({
        layers: network.layers.map((layer) => ({
          ...layer,
          storage: { ...layer.storage, indexBits: layers[layer.name] ?? indexBits },
        })),
      }),
    },
  ],
});
