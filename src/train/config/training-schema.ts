import { z } from '../../base/zod.ts';
import { seed } from '../../config/network/layer-sources.ts';
import { count } from '../../config/yaml/numeric.ts';
import { TRAINABLE_KINDS } from '../layers/index.ts';
import { STAGES } from '../stages/index.ts';
import { dataSchema } from './data-schema.ts';
import { learningRate, optimizer, schedule } from './learning-schema.ts';
import { oneOf } from './one-of.ts';

/** The recipe: data, a chain of layers, how they learn, and the stages from training to Huffman codes. */
export const trainingSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .meta({ description: 'Name of the training in tables and charts', examples: ['LeNet-300-100'] }),
    seed: seed.prefault(1),
    data: dataSchema,
    layers: z
      .array(oneOf(TRAINABLE_KINDS))
      .min(1)
      .meta({
        description: 'Layers in order, each one key with its settings; the last one gives a value for each class',
        examples: [[{ fullyConnected: { name: 'fc1', outputs: 300 } }, { relu: {} }]],
      }),
    weights: z
      .string()
      .min(1)
      .meta({
        description: 'Weight file that the layers start from (by their names, or in order), relative to this file',
      })
      .optional(),
    initialisation: z
      .enum(['he', 'xavier'])
      .prefault('he')
      .meta({ description: 'First weights, uniform up to the root of 6 (he) or 3 (xavier) over the inputs' }),
    optimizer: optimizer.prefault({ sgd: {} }),
    learningRate: learningRate.prefault(0.01),
    schedule: schedule.prefault({ constant: {} }),
    batch: count({ minimum: 1, maximum: 65536, example: 64, description: 'Samples of a batch' }).prefault(64),
    batchParts: count({
      minimum: 1,
      maximum: 64,
      example: 4,
      description:
        'Parts in which the gradients of a batch are summed: as many workers can share it, and sums depend on it alone',
    }).prefault(2),
    hardware: z
      .string()
      .min(1)
      .meta({ description: 'Machine on which every stage is charged: a file, or the name of a built-in one' })
      .optional(),
    inferences: count({
      minimum: 1,
      maximum: 1_000_000,
      example: 500,
      description: 'Test samples that lie beside the network, ready to run',
    }).prefault(500),
    chargedInferences: count({
      minimum: 1,
      maximum: 100_000,
      example: 20,
      description:
        'Test samples that the machine runs behind every stage; its energy and time are their mean (left out: 20)',
    }).optional(),
    stages: z
      .array(oneOf(STAGES))
      .min(1)
      .meta({
        description: 'What is done, in order, each one key with its settings',
        examples: [[{ train: { epochs: 12 } }, { prune: { density: '8 %' } }, { retrain: { epochs: 6 } }]],
      }),
  })
  .meta({ title: 'picojoule training recipe' });

export type TrainingData = z.output<typeof trainingSchema>;
