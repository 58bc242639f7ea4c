import { z } from '../../base/zod.ts';
import { count, head, number, optionalNumber, text } from './parts.ts';

const share = number.min(0).max(1);
const accuracy = z.looseObject({
  top1: share.describe('share of the samples whose largest output is that of their class'),
  standardError: number.describe('of top1, from the number of samples'),
  loss: number.describe('mean cross-entropy'),
});

export const training = z.looseObject({
  ...head,
  name: text,
  file: text,
  seed: count,
  recipe: z.looseObject({}),
  samples: z.looseObject({ train: count, test: count }),
  network: z.looseObject({ weights: count }),
  accounting: text,
  stages: z
    .array(
      z.looseObject({
        name: text,
        kind: text,
        accuracy: accuracy.describe('on the test data'),
        density: share.describe('share of the weights that are left'),
        bytes: count.describe('all that is stored, as `accounting` says'),
        compressionRate: number.describe('bytes of all weights and biases in fp32 over bytes'),
        layers: z.array(z.looseObject({ name: text, weights: count, kept: count, density: share, bytes: count })),
        charge: z
          .looseObject({
            hardware: text,
            validation: text.optional(),
            inferences: count,
            energyPj: optionalNumber,
            timeUs: optionalNumber,
          })
          .describe('mean of an inference on the machine of the recipe')
          .optional(),
        epochs: z
          .array(z.looseObject({ epoch: count, learningRate: number, loss: number, trainTop1: share, top1: share }))
          .optional(),
      }),
    )
    .min(1),
});
