import { z } from '../../base/zod.ts';
import { learningShape } from '../config/learning-schema.ts';
import { notBehind, onlyBehind, unknownLayers } from './order.ts';
import { stageOf } from './stage.ts';

/** Shared values learn by the summed gradients of their weights; which weight has which value stays, and so do biases. */
export const fineTune = stageOf({
  schema: z
    .strictObject(learningShape)
    .meta({ description: 'Shared values learn by the summed gradients of their weights; codes and biases stay' }),
  faults: ({ freeze }, context, path, tree) => [
    ...onlyBehind(context, ['share'], path, tree),
    ...notBehind(context, ['quantize'], 'shared values would leave their format', path, tree),
    ...unknownLayers(freeze, context.layers, [...path, 'freeze'], tree),
  ],
  steps: (learning) => [{ name: 'fine-tune', kind: 'fineTune', learning, learns: 'centroids', scalesDropout: true }],
});
