import type { MachineConfig } from '../machine.ts';
import type { Eyeriss } from './hardware.ts';
import { eyerissFaults, eyerissSchema } from './schema.ts';

/** What reading a config of PEs of Eyeriss v2 takes. */
export const eyerissConfig: MachineConfig<Eyeriss> = {
  schema: eyerissSchema,
  faults: eyerissFaults,
  complete: (stated: Eyeriss) => stated,
};
