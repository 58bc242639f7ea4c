import { z } from '../../base/zod.ts';
import { learningShape } from '../config/learning-schema.ts';
import { removeDeadNeurons } from '../network/dead-neurons.ts';
import { notBehind, onlyBehind, unknownLayers } from './order.ts';
import { stageOf } from './stage.ts';

export const retrainShape = {
  ...learningShape,
  dropout: z
    .enum(['scaled', 'unchanged'])
    .prefault('scaled')
    .meta({ description: 'Whether dropout falls with the root of the connections that are left' }),
  deadNeurons: z
    .enum(['keep', 'remove'])
    .prefault('keep')
    .meta({ description: 'What happens then to neurons without inputs or without outputs' }),
};

/** What is not pruned learns, from the values that it has. */
export const retrain = stageOf({
  schema: z
    .strictObject(retrainShape)
    .meta({ description: 'Weights that are left learn, from the values that they have' }),
  faults: ({ freeze }, context, path, tree) => [
    ...(context.imported ? [] : onlyBehind(context, ['prune', 'iterate'], path, tree)),
    ...notBehind(context, ['share', 'quantize'], 'weights would leave their values', path, tree),
    ...unknownLayers(freeze, context.layers, [...path, 'freeze'], tree),
  ],
  steps: ({ dropout, deadNeurons, ...learning }) => [
    {
      name: 'retrain',
      kind: 'retrain',
      learning,
      learns: 'weights',
      scalesDropout: dropout === 'scaled',
      ...(deadNeurons === 'remove' && { finish: removeDeadNeurons }),
    },
  ],
});
