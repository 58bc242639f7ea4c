import { COMMON_COUNTERS, type Counter } from '../counter.ts';
import { emptySlots, type WithEmptySlots } from '../parts/empty-slots.ts';

/** Every number of the record that the machine counts. */
export const COUNTERS = [...COMMON_COUNTERS, emptySlots] as const satisfies readonly Counter<WithEmptySlots>[];
