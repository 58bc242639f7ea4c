import type { z } from '../../base/zod.ts';

/** Where a stage is: batches learnt before this one, and how many it has in all. */
export interface Progress {
  readonly iteration: number;
  readonly of: number;
}

/** What the learning rate of a stage is multiplied by as it goes on. A new schedule is one file and one line in index.ts. */
export interface Schedule<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly factor: (settings: z.output<Schema>, progress: Progress) => number;
}

export function scheduleOf<Schema extends z.ZodType>(schedule: Schedule<Schema>): Schedule<Schema> {
  return schedule;
}
