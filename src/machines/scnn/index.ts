import type { Machine } from '../machine.ts';
import { modelRows } from '../model-rows.ts';
import { CLOCK_PRICE } from '../parts/components.ts';
import { arrayOf } from '../parts/resized-by.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS } from './counters.ts';
import type { Scnn } from './hardware.ts';
import { PASSES } from './passes.ts';
import { storedBits } from './stored-bits.ts';

/**
 * SCNN (Parashar et al., ISCA 2017): every non-zero input of a PE with every non-zero weight of its channel. By its rules, with the banks of DNNsim. Made for convolutions:
 * in a fully connected layer most pairs do not belong together, or only few PEs have an input. A convolution larger than 1 x 1 is run as its lowered product.
 */
export const scnn = {
  name: 'scnn',
  config: async () => (await import('./config.ts')).scnnConfig,
  components: COMPONENTS,
  counters: COUNTERS,
  passes: PASSES,
  stored: ({ matrix }, { encode }, hardware) =>
    storedBits(matrix, (encode as { readonly paddingZeros: number }).paddingZeros, hardware),
  resized: (count, { multipliers }) => {
    const pes = count / (multipliers.inputs * multipliers.weights);
    return Number.isInteger(pes) ? arrayOf(pes) : undefined;
  },
  multipliers: ({ processingElements, multipliers }) => processingElements * multipliers.inputs * multipliers.weights,
  prices: [...modelRows(COMPONENTS), CLOCK_PRICE],
  batches: true,
} satisfies Machine<Scnn>;
