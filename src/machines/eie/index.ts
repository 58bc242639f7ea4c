import type { HeldWeights } from '../../compress/held-weights.ts';
import type { Machine } from '../machine.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS } from './counters.ts';
import type { Eie } from './hardware.ts';
import { PASSES } from './passes.ts';
import { storedBits } from './weights/layer-bits.ts';

/** The Efficient Inference Engine (Han et al., ISCA 2016): pruned, weight-shared layers from memories in its processing elements. */
export const eie = {
  name: 'eie',
  config: async () => (await import('./config.ts')).eieConfig,
  components: COMPONENTS,
  counters: COUNTERS,
  passes: PASSES,
  stored: (_layer, { rows }, hardware) => storedBits(rows as readonly HeldWeights[], hardware),
  publishedArea: {
    technologyNm: 45,
    processingElementMm2: 0.638,
    totalMm2: 40.8,
    source: 'EIE (ISCA 2016) Tables II and V, 45 nm',
  },
} satisfies Machine<Eie>;
