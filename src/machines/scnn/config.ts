import type { MachineConfig } from '../machine.ts';
import { NOT_VALIDATED } from '../parts/not-validated.ts';
import type { Scnn } from './hardware.ts';
import { scnnSchema } from './schema.ts';

/** What reading a config of an SCNN takes. */
export const scnnConfig: MachineConfig<Scnn> = {
  schema: scnnSchema,
  faults: () => [],
  complete: (stated: Scnn) => ({
    ...stated,
    processingElements: stated.array.rows * stated.array.columns,
    validation: NOT_VALIDATED,
  }),
};
