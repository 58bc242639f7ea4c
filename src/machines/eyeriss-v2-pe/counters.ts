import { COMMON_COUNTERS, type Counter } from '../counter.ts';
import type { Tiles } from './tiles.ts';

/** Every number of the record that PEs of Eyeriss v2 count. */
export const COUNTERS = [
  ...COMMON_COUNTERS,
  {
    name: 'weightTiles',
    title: 'weight tiles',
    unit: '',
    definition: 'pieces of the matrix that a PE holds one behind the other',
    group: 'work',
    from: { kind: 'weights', value: ({ encode }) => (encode as Tiles).tiles },
  },
] as const satisfies readonly Counter[];
