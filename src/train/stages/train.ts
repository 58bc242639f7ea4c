import { z } from '../../base/zod.ts';
import { learningShape } from '../config/learning-schema.ts';
import { notBehind, unknownLayers } from './order.ts';
import { stageOf } from './stage.ts';

/** All weights learn. */
export const train = stageOf({
  schema: z.strictObject(learningShape).meta({ description: 'All weights learn' }),
  faults: ({ freeze }, context, path, tree) => [
    ...notBehind(context, ['prune', 'iterate'], 'pruned weights are learnt by "retrain"', path, tree),
    ...notBehind(context, ['share', 'quantize'], 'weights would leave their values', path, tree),
    ...unknownLayers(freeze, context.layers, [...path, 'freeze'], tree),
  ],
  steps: (learning) => [{ name: 'train', kind: 'train', learning, learns: 'weights', scalesDropout: false }],
});
