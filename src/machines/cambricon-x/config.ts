import type { MachineConfig } from '../machine.ts';
import { notValidated } from '../parts/not-validated.ts';
import type { CambriconX } from './hardware.ts';
import { cambriconXSchema } from './schema.ts';

/** What reading a config of a Cambricon-X takes. */
export const cambriconXConfig: MachineConfig<CambriconX> = {
  schema: cambriconXSchema,
  faults: () => [],
  complete: (stated: CambriconX) => notValidated(stated),
};
