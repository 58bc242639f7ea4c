import { z } from '../../base/zod.ts';
import { notBehind } from './order.ts';
import { stageOf } from './stage.ts';

/** Codes and relative indices of each layer are Huffman-coded, each with a table of its own. */
export const huffman = stageOf({
  schema: z.strictObject({}).meta({ description: 'Codes and relative indices are Huffman-coded' }),
  faults: (_settings, context, path, tree) => notBehind(context, ['huffman'], 'codes are coded already', path, tree),
  steps: () => [
    {
      name: 'Huffman',
      kind: 'huffman',
      change: (network) => ({
        layers: network.layers.map((layer) => ({ ...layer, storage: { ...layer.storage, huffman: true } })),
      }),
    },
  ],
});
