import { z } from '../base/zod.ts';
import { MACHINES } from './index.ts';

const configs = await Promise.all(Object.values(MACHINES).map((machine) => machine.config()));
const schemas = configs.map(({ schema }) => schema);

/** Hardware configs of every machine: for what is asked before it is known which one a file describes. */
export const hardwareSchema: z.ZodObject | z.ZodUnion<readonly z.ZodObject[]> =
  schemas.length === 1 ? schemas[0] : z.union(schemas);
