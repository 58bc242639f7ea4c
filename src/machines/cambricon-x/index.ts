import type { Machine } from '../machine.ts';
import { modelRows } from '../model-rows.ts';
import { CLOCK_PRICE } from '../parts/components.ts';
import { resizedBy } from '../parts/resized-by.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS } from './counters.ts';
import type { CambriconX } from './hardware.ts';
import { PASSES } from './passes.ts';
import type { StoredRows } from './rows.ts';
import { storedBits } from './stored-bits.ts';

/** Cambricon-X (Zhang et al., MICRO 2016): zero weights are not stored, zero inputs are multiplied. By its rules; there are no tables of layers to hold it against. */
export const cambriconX = {
  name: 'cambricon-x',
  config: async () => (await import('./config.ts')).cambriconXConfig,
  components: COMPONENTS,
  counters: COUNTERS,
  passes: PASSES,
  stored: ({ matrix }, { encode }, hardware) => storedBits(matrix, encode as StoredRows, hardware),
  resized: resizedBy(({ lanes }) => lanes),
  multipliers: ({ processingElements, lanes }) => processingElements * lanes,
  prices: [...modelRows(COMPONENTS), CLOCK_PRICE],
} satisfies Machine<CambriconX>;
