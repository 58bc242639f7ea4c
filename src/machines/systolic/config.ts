import type { MachineConfig } from '../machine.ts';
import type { Stated, Systolic } from './hardware.ts';
import { systolicFaults, systolicSchema } from './schema.ts';

/** What reading a config of a systolic array takes. */
export const systolicConfig: MachineConfig<Systolic> = {
  schema: systolicSchema,
  faults: systolicFaults,
  complete: (stated: Stated) => ({ ...stated, processingElements: stated.array.rows * stated.array.columns }),
};
