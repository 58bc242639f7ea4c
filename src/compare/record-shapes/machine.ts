import { z } from '../../base/zod.ts';
import { number, optional, text } from './parts.ts';

const price = z.looseObject({
  component: text,
  action: text,
  energyPj: number,
  source: text.optional(),
  provenance: text.optional(),
  rule: text.optional(),
});

/** A machine with its prices, as results of runs and sweeps hold it. */
export const machine = {
  hardware: z.looseObject({
    processingElements: number,
    name: text,
    file: text,
    machine: text.optional(),
    ...optional(['clockHz', 'technologyNm', 'temperatureK']),
    energy: z
      .looseObject({ overrides: z.array(z.looseObject({ component: text, action: text })).optional() })
      .optional(),
  }),
  origins: z.record(z.string(), text).optional(),
  energyTable: z.array(price),
};
