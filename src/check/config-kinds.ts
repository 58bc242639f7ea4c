import type { z } from '../base/zod.ts';
import { hardwareSchema } from '../machines/hardware-schema.ts';
import { loadEnergyTable, loadHardware, loadNetworkConfig, loadPlatform } from '../node/read-configs.ts';
import { loadSweep } from '../sweep/config/load-sweep.ts';

/** A kind of config file: its schema, and how a file of that kind is read. */
export interface ConfigKindEntry {
  /** Loaded when it is asked for: to read a config takes that of its own kind alone. */
  readonly schema: () => Promise<z.ZodType>;
  readonly load: (file: string) => Promise<unknown>;
}

/** Every kind of config file; a new kind is one line here. */
export const configKinds = {
  hardware: { schema: hardwareSchema, load: loadHardware },
  network: {
    schema: async () => (await import('../config/network/network-schema.ts')).networkSchema,
    load: loadNetworkConfig,
  },
  energy: {
    schema: async () => (await import('../config/energy/energy-table-schema.ts')).energyTableSchema,
    load: loadEnergyTable,
  },
  platform: {
    schema: async () => (await import('../config/platform/platform-schema.ts')).platformSchema,
    load: loadPlatform,
  },
  sweep: { schema: async () => (await import('../sweep/config/sweep-schema.ts')).sweepSchema, load: loadSweep },
  training: {
    schema: async () => (await import('../train/config/training-schema.ts')).trainingSchema,
    load: async (file) => (await import('../train/config/read-training.ts')).loadTraining(file),
  },
} satisfies Readonly<Record<string, ConfigKindEntry>>;

export type ConfigKind = keyof typeof configKinds;

/** A schema for each kind. */
export type ConfigSchemas = Readonly<Record<ConfigKind, z.ZodType>>;

/** The schemas of all kinds, to find out which one a file is of. */
export async function configSchemas(): Promise<ConfigSchemas> {
  const kinds = Object.entries(configKinds).map(async ([kind, { schema }]) => [kind, await schema()]);
  return Object.fromEntries(await Promise.all(kinds));
}
