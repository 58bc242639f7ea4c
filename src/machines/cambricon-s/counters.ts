import { COMMON_COUNTERS, type Counter } from '../counter.ts';
import { emptySlots, type WithEmptySlots } from '../parts/empty-slots.ts';
import type { Blocks } from './blocks.ts';

/** Every number of the record that a Cambricon-S counts. */
export const COUNTERS = [
  ...COMMON_COUNTERS,
  {
    name: 'sharedInputs',
    title: 'shared inputs',
    unit: '',
    definition: 'entries of the indices that a block of outputs shares',
    group: 'size',
    from: { kind: 'weights', value: ({ encode }) => (encode as Blocks).inputs.length },
  },
  emptySlots,
] as const satisfies readonly Counter<WithEmptySlots>[];
