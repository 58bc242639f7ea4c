import type { MachineConfig } from '../machine.ts';
import type { BankBalanced } from './hardware.ts';
import { bankBalancedFaults, bankBalancedSchema } from './schema.ts';

/** What reading a config takes. */
export const bankBalancedConfig: MachineConfig<BankBalanced> = {
  schema: bankBalancedSchema,
  faults: bankBalancedFaults,
  complete: (stated: BankBalanced) => stated,
};
