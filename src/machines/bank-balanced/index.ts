import type { Machine } from '../machine.ts';
import { modelRows } from '../model-rows.ts';
import { CLOCK_PRICE } from '../parts/components.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS } from './counters.ts';
import type { BankBalanced } from './hardware.ts';
import { PASSES } from './passes.ts';
import { densestOf, type FittedSlots } from './slots.ts';
import { storedBits } from './stored-bits.ts';

/**
 * Multipliers that take a row together, of which every block has as many weights: bank-balanced (Cao et al., FPGA 2019), N:M, or dense, the array of which
 * each multiplier works in each cycle.
 */
export const bankBalanced = {
  name: 'bank-balanced',
  config: async () => (await import('./config.ts')).bankBalancedConfig,
  components: COMPONENTS,
  counters: COUNTERS,
  passes: PASSES,
  densest: densestOf,
  stored: ({ matrix }, { fit }, hardware) => storedBits(matrix, (fit as FittedSlots).slots, hardware),
  prices: [...modelRows(COMPONENTS), CLOCK_PRICE],
} satisfies Machine<BankBalanced>;
