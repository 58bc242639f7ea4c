import type { Machine } from '../machine.ts';
import { modelRows } from '../model-rows.ts';
import { CLOCK_PRICE } from '../parts/components.ts';
import { resizedBy } from '../parts/resized-by.ts';
import { boundOf } from './bound.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS } from './counters.ts';
import type { Eyeriss } from './hardware.ts';
import { PASSES } from './passes.ts';
import { storedBits } from './stored-bits.ts';
import type { Tiles } from './tiles.ts';

/**
 * Processing elements of Eyeriss v2 (Chen et al., JETCAS 2019): inputs and weights in compressed sparse columns, both kinds of zeros skipped. One PE is exact;
 * of several the papers do not give how work is divided, and the even division counted here is a bound.
 */
export const eyerissV2Pe = {
  name: 'eyeriss-v2-pe',
  config: async () => (await import('./config.ts')).eyerissConfig,
  components: COMPONENTS,
  counters: COUNTERS,
  passes: PASSES,
  stored: ({ matrix }, { encode }, hardware) => storedBits(matrix, encode as Tiles, hardware),
  bound: boundOf,
  resized: resizedBy(({ lanes }) => lanes),
  prices: [...modelRows(COMPONENTS), CLOCK_PRICE],
  multipliers: ({ processingElements, lanes }) => processingElements * lanes,
  batches: true,
} satisfies Machine<Eyeriss>;
