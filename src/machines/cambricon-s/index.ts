import type { Machine } from '../machine.ts';
import { modelRows } from '../model-rows.ts';
import { CLOCK_PRICE } from '../parts/components.ts';
import { resizedBy } from '../parts/resized-by.ts';
import type { Blocks } from './blocks.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS } from './counters.ts';
import type { CambriconS } from './hardware.ts';
import { PASSES } from './passes.ts';
import { storedBits } from './stored-bits.ts';

/**
 * Cambricon-S (Zhou et al., MICRO 2018): a block of outputs shares the index of its weights, and zeros of both are skipped. By its rules; there are no tables of layers to
 * hold it against. Its entropy coding is not modelled.
 */
export const cambriconS = {
  name: 'cambricon-s',
  config: async () => (await import('./config.ts')).cambriconSConfig,
  components: COMPONENTS,
  counters: COUNTERS,
  passes: PASSES,
  stored: ({ matrix }, { encode }, hardware) => storedBits(matrix, encode as Blocks, hardware),
  resized: resizedBy(({ lanes }) => lanes),
  multipliers: ({ processingElements, lanes }) => processingElements * lanes,
  prices: [...modelRows(COMPONENTS), CLOCK_PRICE],
} satisfies Machine<CambriconS>;
