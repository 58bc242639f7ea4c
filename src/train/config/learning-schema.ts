import { z } from '../../base/zod.ts';
import { count, plainNumber } from '../../config/yaml/numeric.ts';
import { OPTIMIZERS } from '../optimizers/index.ts';
import { SCHEDULES } from '../schedules/index.ts';
import { oneOf } from './one-of.ts';

export const learningRate = plainNumber({
  minimum: 1e-12,
  maximum: 1e6,
  example: 0.02,
  description: 'Learning rate',
});

export const optimizer = oneOf(OPTIMIZERS).meta({
  description: 'How weights follow their gradients',
  examples: [{ sgd: { momentum: 0.9, weightDecay: 5e-4 } }],
});

export const schedule = oneOf(SCHEDULES).meta({
  description: 'How the learning rate falls in the course of a stage',
  examples: [{ steps: { after: ['50 %', '85 %'], factors: [0.25, 0.05] } }],
});

/** What every stage that learns may set for itself. */
export const learningShape = {
  epochs: count({
    minimum: 1,
    maximum: 100_000,
    example: 6,
    description: 'How often all training data are gone through',
  }),
  learningRate: learningRate.optional(),
  schedule: schedule.optional(),
  optimizer: optimizer.optional(),
  l1: plainNumber({ minimum: 0, maximum: 10, example: 1e-5, description: 'L1 penalty' }).prefault(0),
  freeze: z
    .array(z.string().min(1))
    .prefault([])
    .meta({ description: 'Layers that do not learn in this stage', examples: [['conv1', 'conv2']] }),
};

/** A stage that learns. */
export interface Learning {
  readonly epochs: number;
  readonly learningRate?: number | undefined;
  readonly schedule?: z.output<typeof schedule> | undefined;
  readonly optimizer?: z.output<typeof optimizer> | undefined;
  readonly l1: number;
  readonly freeze: readonly string[];
}
