import {
  type Counter,
  cycles,
  denseMultiplyAccumulates,
  multiplyAccumulates,
  nonZeroWeights,
  timeUs,
  utilization,
} from '../counter.ts';
import type { StoredRows } from './rows.ts';

/** Every number of the record that a Cambricon-X counts. */
export const COUNTERS = [
  nonZeroWeights,
  {
    name: 'paddingZeros',
    title: 'padding zeros',
    unit: '',
    definition: 'entries that only bridge gaps which do not fit the relative index',
    group: 'size',
    from: { kind: 'weights', value: ({ encode }) => (encode as StoredRows).paddingZeros },
  },
  cycles,
  timeUs,
  utilization,
  multiplyAccumulates,
  denseMultiplyAccumulates,
] as const satisfies readonly Counter[];
