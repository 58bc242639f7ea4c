import { z } from '../../base/zod.ts';
import { CATEGORIES, head, number, optional, optionalNumber, ratio, text } from './parts.ts';

const cost = z.looseObject({
  dramPart: text.optional(),
  energyPj: z.looseObject({ total: number, ...optional(['arithmetic', 'sram', 'dram', ...CATEGORIES]) }),
  memoryPj: optionalNumber,
  memoryFactor: ratio,
  totalFactor: ratio,
});

const rung = z.looseObject({
  name: text,
  file: text,
  timeUs: number,
  ...optional(['cycles', 'multiplyAccumulates', 'dramBytes']),
  timeFactor: ratio,
  flat: cost,
  stream: cost,
});

export const ladder = z
  .looseObject({
    ...head,
    network: z.looseObject({ name: text, ...optional(['inferences']) }),
    rungs: z.array(rung).min(2),
    arrays: z
      .array(rung.extend({ rung: text }))
      .describe('dense rungs as systolic arrays; factors are over the rung')
      .optional(),
    claims: z.array(z.looseObject({ rung: text, of: text, factor: number, quantity: text, found: number })).optional(),
    floorPj: number,
    reason: z.looseObject({ text }),
  })
  .superRefine(({ rungs, claims = [] }, context) => {
    const names = rungs.map(({ name }) => name);
    for (const [k, { rung }] of claims.entries())
      if (!names.includes(rung))
        context.addIssue({
          code: 'custom',
          path: ['claims', k, 'rung'],
          message: `a rung of the record (${names.join(', ')})`,
        });
  });
