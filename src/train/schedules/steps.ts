import { z } from '../../base/zod.ts';
import { fraction, plainNumber } from '../../config/yaml/numeric.ts';
import { scheduleOf } from './schedule.ts';

/** The learning rate falls in steps: behind each share of the stage it is the rate times the factor of that place. */
export const steps = scheduleOf({
  schema: z
    .strictObject({
      after: z
        .array(fraction({ example: '50 %', description: 'Share of the stage' }))
        .min(1)
        .meta({ description: 'Shares of the stage behind which the rate changes, ascending' }),
      factors: z
        .array(plainNumber({ minimum: 0, maximum: 100, example: 0.25, description: 'Factor of the first rate' }))
        .min(1)
        .meta({ description: 'What the first rate is multiplied by then, one for each share' }),
    })
    .meta({ description: 'The learning rate falls in steps' }),
  factor({ after, factors }, { iteration, of }) {
    const passed = after.findLastIndex((share) => iteration >= share * of);
    return passed < 0 ? 1 : factors[Math.min(passed, factors.length - 1)];
  },
});
