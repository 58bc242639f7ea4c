import type { Machine } from '../machine.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS } from './counters.ts';
import { PASSES } from './passes.ts';
import { completeEie, type Eie, eieFaults, eieSchema } from './schema.ts';

/** The Efficient Inference Engine (Han et al., ISCA 2016): pruned, weight-shared layers from memories in its processing elements. */
export const eie = {
  name: 'eie',
  schema: eieSchema,
  faults: eieFaults,
  complete: completeEie,
  components: COMPONENTS,
  counters: COUNTERS,
  passes: PASSES,
} satisfies Machine<Eie>;
