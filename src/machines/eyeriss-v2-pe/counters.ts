import {
  type Counter,
  cycles,
  denseMultiplyAccumulates,
  multiplyAccumulates,
  nonZeroWeights,
  timeUs,
  utilization,
} from '../counter.ts';

import type { Tiles } from './tiles.ts';

/** Every number of the record that PEs of Eyeriss v2 count. */
export const COUNTERS = [
  nonZeroWeights,
  cycles,
  timeUs,
  utilization,
  multiplyAccumulates,
  denseMultiplyAccumulates,
  {
    name: 'weightTiles',
    title: 'weight tiles',
    unit: '',
    definition: 'pieces of the matrix that a PE holds one behind the other',
    group: 'work',
    from: { kind: 'weights', value: ({ encode }) => (encode as Tiles).tiles },
  },
] as const satisfies readonly Counter[];
