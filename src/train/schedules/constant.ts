import { z } from '../../base/zod.ts';
import { scheduleOf } from './schedule.ts';

/** The learning rate stays. */
export const constant = scheduleOf({
  schema: z.strictObject({}).meta({ description: 'The learning rate stays' }),
  factor: () => 1,
});
