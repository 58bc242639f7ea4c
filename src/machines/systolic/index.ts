import type { StoredBits } from '../../simulate/weights/stored-bits.ts';
import type { Machine } from '../machine.ts';
import { modelRows } from '../model-rows.ts';
import { CLOCK_PRICE } from '../parts/components.ts';
import { arrayOf } from '../parts/resized-by.ts';
import { COMPONENTS } from './components.ts';
import { COUNTERS } from './counters.ts';
import type { Systolic } from './hardware.ts';
import { PASSES } from './passes.ts';

/**
 * A dense systolic array: rows and columns of multipliers through which operands and sums move in step (Kung 1982; counted as SCALE-Sim does, Samajdar et al. 2018; with
 * double-buffered tiles from a queue the first TPU, Jouppi et al., ISCA 2017).
 */
export const systolic = {
  name: 'systolic',
  config: async () => (await import('./config.ts')).systolicConfig,
  components: COMPONENTS,
  counters: COUNTERS,
  passes: PASSES,
  densest: ({ encoding: { pattern } }) => (pattern === undefined ? 1 : pattern.kept / pattern.of),
  stored: (_layer, { store }) => (store as { readonly bits: StoredBits }).bits,
  resized: arrayOf,
  prices: [...modelRows(COMPONENTS), CLOCK_PRICE],
  batches: true,
} satisfies Machine<Systolic>;
