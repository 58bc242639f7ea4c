import { z } from '../base/zod.ts';
import { allMachines } from './index.ts';

/** Any hardware config. */
export type HardwareSchema = z.ZodObject | z.ZodUnion<readonly z.ZodObject[]>;

let made: Promise<HardwareSchema> | undefined;

/** Hardware configs of every machine: for what is asked before it is known which one a file describes. */
export function hardwareSchema(): Promise<HardwareSchema> {
  return (made ??= unionOfAll());
}

/** That of each machine. */
export async function hardwareSchemas(): Promise<readonly z.ZodObject[]> {
  const configs = await Promise.all(allMachines().map((machine) => machine.config()));
  return configs.map(({ schema }) => schema);
}

async function unionOfAll(): Promise<HardwareSchema> {
  const schemas = await hardwareSchemas();
  return schemas.length === 1 ? schemas[0] : z.union(schemas);
}
