import { z } from '../../base/zod.ts';
import { plainNumber } from '../../config/yaml/numeric.ts';
import { optimizerOf } from './optimizer.ts';

/** Stochastic gradient descent as Caffe does it: speed = momentum x speed + rate x (gradient + decay x value); value -= speed. */
export const sgd = optimizerOf({
  schema: z
    .strictObject({
      momentum: plainNumber({
        minimum: 0,
        maximum: 0.9999,
        example: 0.9,
        description: 'What stays of the speed',
      }).prefault(0.9),
      weightDecay: plainNumber({ minimum: 0, maximum: 10, example: 5e-4, description: 'L2 penalty' }).prefault(0),
    })
    .meta({ description: 'Stochastic gradient descent with momentum' }),
  moments: 1,
  update(products, { values, gradients, moments: [speeds] }, { momentum, weightDecay }, { rate }) {
    products.descend(values, gradients, speeds, { rate, momentum, decay: weightDecay });
  },
});
