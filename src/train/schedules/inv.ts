import { z } from '../../base/zod.ts';
import { plainNumber } from '../../config/yaml/numeric.ts';
import { scheduleOf } from './schedule.ts';

/** Caffe's policy "inv": rate x (1 + gamma x iteration)^-power. */
export const inv = scheduleOf({
  schema: z
    .strictObject({
      gamma: plainNumber({ minimum: 0, maximum: 100, example: 1e-4, description: 'Growth in each batch' }),
      power: plainNumber({ minimum: 0, maximum: 10, example: 0.75, description: 'Power of the growth' }),
    })
    .meta({ description: "Caffe's inv: rate x (1 + gamma x batches)^-power" }),
  factor: ({ gamma, power }, { iteration }) => (1 + gamma * iteration) ** -power,
});
