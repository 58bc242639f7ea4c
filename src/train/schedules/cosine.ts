import { z } from '../../base/zod.ts';
import { plainNumber } from '../../config/yaml/numeric.ts';
import { scheduleOf } from './schedule.ts';

/** Half a cosine from the learning rate down to `end` times itself (Loshchilov and Hutter 2017, without restarts). */
export const cosine = scheduleOf({
  schema: z
    .strictObject({
      end: plainNumber({
        minimum: 0,
        maximum: 1,
        example: 0,
        description: 'What is left of the rate at the end',
      }).prefault(0),
    })
    .meta({ description: 'Half a cosine from the learning rate down' }),
  factor: ({ end }, { iteration, of }) => end + ((1 - end) * (1 + Math.cos((Math.PI * iteration) / of))) / 2,
});
