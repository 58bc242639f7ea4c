import { z } from '../base/zod.ts';
import { MACHINE_CONFIGS } from './configs.ts';

const schemas = Object.values(MACHINE_CONFIGS).map(({ schema }) => schema);

/** Hardware configs of every machine: for what is asked before it is known which one a file describes. */
export const hardwareSchema: z.ZodObject | z.ZodUnion<readonly z.ZodObject[]> =
  schemas.length === 1 ? schemas[0] : z.union(schemas);
