import {
  type Counter,
  cycles,
  denseMultiplyAccumulates,
  multiplyAccumulates,
  nonZeroWeights,
  timeUs,
  utilization,
} from '../counter.ts';
import { emptySlots, type WithEmptySlots } from '../parts/empty-slots.ts';

/** Every number of the record that the machine counts. */
export const COUNTERS = [
  nonZeroWeights,
  cycles,
  timeUs,
  utilization,
  multiplyAccumulates,
  denseMultiplyAccumulates,
  emptySlots,
] as const satisfies readonly Counter<WithEmptySlots>[];
