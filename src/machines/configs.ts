import { lookUp } from '../base/registry.ts';
import type { Place } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import { completeEie, eieFaults, eieSchema } from './eie/schema.ts';
import type { MACHINES } from './index.ts';
import type { MachineConfig } from './machine.ts';

/** How each machine is described in a file: one line for every machine of MACHINES. */
export const MACHINE_CONFIGS = {
  eie: { schema: eieSchema, faults: eieFaults, complete: completeEie },
} satisfies Record<keyof typeof MACHINES, unknown>;

/** The description of the machine of that name. Throws a UserError for an unknown name. */
export function machineConfig(name: string, place: Place = { path: 'machine' }): MachineConfig<Chip> {
  return lookUp('machine', MACHINE_CONFIGS, name, place);
}
