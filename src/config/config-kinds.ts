import { energyTableSchema } from './energy-table-schema.ts';
import { hardwareSchema } from './hardware-schema.ts';
import { loadEnergyTable } from './load-energy-table.ts';
import { loadHardware } from './load-hardware.ts';
import { loadNetworkConfig } from './load-network.ts';
import { networkSchema } from './network-schema.ts';
import { loadSweep } from './sweep/load-sweep.ts';
import { sweepSchema } from './sweep/sweep-schema.ts';
import type { z } from './zod.ts';

/** A kind of config file: its schema, and how a file of that kind is read. */
export interface ConfigKindEntry {
  readonly schema: z.ZodType;
  readonly load: (file: string) => Promise<unknown>;
}

/** Every kind of config file; a new kind is one line here. */
export const configKinds = {
  hardware: { schema: hardwareSchema, load: loadHardware },
  network: { schema: networkSchema, load: loadNetworkConfig },
  energy: { schema: energyTableSchema, load: loadEnergyTable },
  sweep: { schema: sweepSchema, load: loadSweep },
} satisfies Readonly<Record<string, ConfigKindEntry>>;

export type ConfigKind = keyof typeof configKinds;
