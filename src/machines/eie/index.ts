import type { Hardware } from '../../config/hardware.ts';
import type { Machine } from '../machine.ts';
import { COMPONENTS } from './components.ts';

/** The Efficient Inference Engine (Han et al., ISCA 2016): pruned, weight-shared layers from memories in its processing elements. */
export const eie: Machine<Hardware> = { name: 'eie', components: COMPONENTS };
