import type { Machine } from '../machine.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS } from './counters.ts';
import { PASSES } from './passes.ts';
import type { Eie } from './schema.ts';

/** The Efficient Inference Engine (Han et al., ISCA 2016): pruned, weight-shared layers from memories in its processing elements. */
export const eie = {
  name: 'eie',
  components: COMPONENTS,
  counters: COUNTERS,
  passes: PASSES,
} satisfies Machine<Eie>;
