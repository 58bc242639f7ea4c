import { z } from '../../base/zod.ts';
import { plainNumber } from '../../config/yaml/numeric.ts';
import { scheduleOf } from './schedule.ts';

/** The learning rate falls by the same factor in each batch, to `end` times itself at the end of the stage. */
export const exponential = scheduleOf({
  schema: z
    .strictObject({
      end: plainNumber({
        minimum: 1e-9,
        maximum: 1,
        example: 0.05,
        description: 'What is left of the rate at the end',
      }),
    })
    .meta({ description: 'The learning rate falls by the same factor in each batch' }),
  factor: ({ end }, { iteration, of }) => end ** (iteration / of),
});
