import type { MachineConfig } from '../machine.ts';
import { notValidated } from '../parts/not-validated.ts';
import type { CambriconS } from './hardware.ts';
import { cambriconSSchema } from './schema.ts';

/** What reading a config of a Cambricon-S takes. */
export const cambriconSConfig: MachineConfig<CambriconS> = {
  schema: cambriconSSchema,
  faults: () => [],
  complete: (stated: CambriconS) => notValidated(stated),
};
