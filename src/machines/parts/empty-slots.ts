import type { LayerCounts } from '../../simulate/layer-counts.ts';
import type { Counter } from '../counter.ts';

/** Counts of a machine that multiplies places of a pattern, whether a weight is there or not. */
export interface WithEmptySlots extends LayerCounts {
  readonly emptySlots: number;
}

export const emptySlots = {
  name: 'emptySlots',
  title: 'empty slots',
  unit: '',
  definition: 'places of the pattern without a weight that were multiplied all the same',
  group: 'work',
  from: { kind: 'product', value: ({ emptySlots: empty }) => empty },
} as const satisfies Counter<WithEmptySlots>;
