import { z } from '../../base/zod.ts';
import { plainNumber } from '../../config/yaml/numeric.ts';
import { optimizerOf } from './optimizer.ts';

const forgetting = { minimum: 0, maximum: 0.999999 } as const;

/** Adam (Kingma and Ba 2015, algorithm 1); the L2 penalty is part of the gradient. */
export const adam = optimizerOf({
  schema: z
    .strictObject({
      beta1: plainNumber({ ...forgetting, example: 0.9, description: 'What stays of the mean gradient' }).prefault(0.9),
      beta2: plainNumber({ ...forgetting, example: 0.999, description: 'What stays of the mean square' }).prefault(
        0.999,
      ),
      epsilon: plainNumber({
        minimum: 1e-12,
        maximum: 1,
        example: 1e-8,
        description: 'Added to the root of the mean square',
      }).prefault(1e-8),
      weightDecay: plainNumber({ minimum: 0, maximum: 10, example: 5e-4, description: 'L2 penalty' }).prefault(0),
    })
    .meta({ description: 'Adam' }),
  moments: 2,
  update(_products, { values, gradients, moments: [means, squares] }, settings, { rate, iteration }) {
    const { beta1, beta2, epsilon, weightDecay } = settings;
    const [meanScale, squareScale] = [1 / (1 - beta1 ** (iteration + 1)), 1 / (1 - beta2 ** (iteration + 1))];
    for (let at = 0; at < values.length; at++) {
      const gradient = gradients[at] + weightDecay * values[at];
      means[at] = beta1 * means[at] + (1 - beta1) * gradient;
      squares[at] = beta2 * squares[at] + (1 - beta2) * gradient * gradient;
      values[at] -= (rate * means[at] * meanScale) / (Math.sqrt(squares[at] * squareScale) + epsilon);
    }
  },
});
