import { COMMON_COUNTERS, type Counter } from '../counter.ts';
import type { ScnnCounts } from './count-product.ts';

/** Every number of the record that an SCNN counts. */
export const COUNTERS = [
  ...COMMON_COUNTERS,
  {
    name: 'bankConflictCycles',
    title: 'bank conflict cycles',
    unit: 'PE-cycles',
    definition:
      'cycles that PEs take longer for a step because several of its products go to one bank of accumulators, summed over PEs',
    group: 'work',
    from: { kind: 'product', value: ({ bankConflictCycles }) => bankConflictCycles },
  },
  {
    name: 'barrierCycles',
    title: 'barrier cycles',
    unit: 'PE-cycles',
    definition: 'cycles in which PEs wait at the end of a channel for the slowest, summed over PEs',
    group: 'work',
    from: { kind: 'product', value: ({ barrierCycles }) => barrierCycles },
  },
] as const satisfies readonly Counter<ScnnCounts>[];
