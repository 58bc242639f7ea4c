import type { z } from '../base/zod.ts';
import { energyTableSchema } from '../config/energy/energy-table-schema.ts';
import { networkSchema } from '../config/network/network-schema.ts';
import { platformSchema } from '../config/platform/platform-schema.ts';
import { hardwareSchema } from '../machines/hardware-schema.ts';
import { loadEnergyTable, loadHardware, loadNetworkConfig, loadPlatform } from '../node/read-configs.ts';
import { loadSweep } from '../sweep/config/load-sweep.ts';
import { sweepSchema } from '../sweep/config/sweep-schema.ts';

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
  platform: { schema: platformSchema, load: loadPlatform },
  sweep: { schema: sweepSchema, load: loadSweep },
} satisfies Readonly<Record<string, ConfigKindEntry>>;

export type ConfigKind = keyof typeof configKinds;
