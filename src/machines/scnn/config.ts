import type { MachineConfig } from '../machine.ts';
import { notValidated } from '../parts/not-validated.ts';
import type { Scnn } from './hardware.ts';
import { scnnSchema } from './schema.ts';

/** What reading a config of an SCNN takes. */
export const scnnConfig: MachineConfig<Scnn> = {
  schema: scnnSchema,
  faults: () => [],
  complete: (stated: Scnn) => notValidated({ ...stated, processingElements: stated.array.rows * stated.array.columns }),
};
