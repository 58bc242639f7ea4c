import { z } from '../../base/zod.ts';
import { fraction } from '../../config/yaml/numeric.ts';
import { notBehind, unknownLayers } from './order.ts';
import { stageOf } from './stage.ts';

const DENSITIES = [0.8, 0.6, 0.4, 0.3, 0.2, 0.1, 0.05, 0.02];

/** How the network errs if one layer alone is pruned (Han et al. 2015, Fig. 6): where pruning hurts, and by how much. The network stays as it is. */
export const sensitivity = stageOf({
  schema: z
    .strictObject({
      densities: z
        .array(
          fraction({ minimum: 0.0001, maximum: 1, example: '20 %', description: 'Share of the weights that stay' }),
        )
        .min(1)
        .prefault(DENSITIES)
        .meta({
          description: 'Shares of its weights to which each layer is pruned alone',
          examples: [['50 %', '10 %']],
        }),
      only: z
        .array(z.string().min(1))
        .min(1)
        .meta({ description: 'Layers that are tried, all by default', examples: [['fc1', 'fc2']] })
        .optional(),
    })
    .meta({
      description: 'Tells how the network errs if one layer alone is pruned, without retraining; it stays as it is',
    }),
  faults: ({ only }, context, path, tree) => [
    ...notBehind(context, ['share', 'quantize'], 'weights are pruned before they share values', path, tree),
    ...unknownLayers(only ?? [], context.layers, [...path, 'only'], tree),
  ],
  steps: (trials) => [{ name: 'sensitivity', kind: 'sensitivity', trials }],
});
