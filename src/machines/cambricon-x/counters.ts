import { COMMON_COUNTERS, type Counter } from '../counter.ts';
import type { StoredRows } from './rows.ts';

/** Every number of the record that a Cambricon-X counts. */
export const COUNTERS = [
  ...COMMON_COUNTERS,
  {
    name: 'paddingZeros',
    title: 'padding zeros',
    unit: '',
    definition: 'entries that only bridge gaps which do not fit the relative index',
    group: 'size',
    from: { kind: 'weights', value: ({ encode }) => (encode as StoredRows).paddingZeros },
  },
] as const satisfies readonly Counter[];
