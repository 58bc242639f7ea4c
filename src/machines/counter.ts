import type { Layer } from '../network/layer.ts';
import type { PerElement } from '../simulate/layer-counts.ts';
import type { Made } from './pass.ts';

/** What a number of the result record is, once: for the record, its totals, tables, charts and glossary. */
export interface Counter<Found = never> {
  /** In the record, in CSV and in metrics: `busyCycles`. */
  readonly name: string;
  /** For people: `busy cycles`. */
  readonly title: string;
  /** '' for a plain number or a share. */
  readonly unit: string;
  readonly definition: string;
  /** Head of a column of the run table, of a share that only some machines count. */
  readonly head?: string;
  /** In names of the record, where the definition is not the formula. */
  readonly formula?: string;
  /** Where the machine's authors tell of it. */
  readonly source?: string;
  /** What makes it larger or smaller. */
  readonly changedBy?: string;
  /** Where it stands: sizes of what is stored and sent, time, or work done. */
  readonly group: 'size' | 'time' | 'work';
  /** How it comes about, and with that how it adds up. */
  readonly from: CounterSource<Found>;
}

/**
 * `weights`: of the layer as it is stored, whatever the number of products. `base`: a number that every machine counts. `product`: what the machine finds in one
 * product, added up over products. `perElement`: the same for each PE, in a list of that name, and their sum. Those add up over layers. `ratio`: of sums over
 * products or over layers. `time`: cycles over clock, added up over layers.
 */
export type CounterSource<Found> =
  | { readonly kind: 'weights'; readonly value: (made: Made, layer: Layer) => number }
  | { readonly kind: 'base' }
  | { readonly kind: 'product'; readonly value: (found: Found) => number }
  | { readonly kind: 'perElement'; readonly list: string; readonly value: (found: Found) => PerElement }
  | { readonly kind: 'ratio'; readonly value: (sums: Sums, machine: Sizes) => number }
  | { readonly kind: 'time' };

/** What ratios are taken of. */
export interface Sizes {
  readonly processingElements: number;
  /** Multiply-accumulates that the machine can do in a cycle. */
  readonly multipliers: number;
}

/** Numbers by the name of their counter. */
export type Sums = Readonly<Record<string, number>>;

/** Counters that many machines have; each machine's table lists them in its own order. */
export const nonZeroWeights = {
  name: 'nonZeroWeights',
  title: 'non-zero weights',
  unit: '',
  definition: 'weights that are not 0, as the machine holds them, the bias not counted',
  group: 'size',
  from: { kind: 'weights', value: (_, { matrix }) => matrix.columnStart[matrix.columns] },
} as const satisfies Counter;

export const cycles = {
  name: 'cycles',
  title: 'cycles',
  unit: 'cycles',
  definition: 'clock cycles until the last PE is done',
  changedBy:
    'weights and activations that are not zero, how evenly they lie on the PEs, the number of PEs, the queue, DRAM where weights come from there',
  group: 'time',
  from: { kind: 'base' },
} as const satisfies Counter;

export const timeUs = {
  name: 'timeUs',
  title: 'time',
  unit: 'us',
  definition: 'cycles over clock frequency',
  formula: 'cycles / clock',
  changedBy: 'the cycles, and the clock',
  group: 'time',
  from: { kind: 'time' },
} as const satisfies Counter;

export const utilization = {
  name: 'utilization',
  title: 'utilization',
  unit: '',
  definition: 'multiply-accumulates in each cycle and multiplier (of an EIE: PE); 100 % is the peak',
  formula: 'multiplyAccumulates / (cycles x multipliers)',
  changedBy: 'waiting, padding zeros and empty columns lower it',
  group: 'time',
  from: {
    kind: 'ratio',
    // a layer without work may take no cycle
    value: ({ multiplyAccumulates: done, cycles: taken }, { multipliers }) =>
      taken === 0 ? 0 : done / (taken * multipliers),
  },
} as const satisfies Counter;

export const multiplyAccumulates = {
  name: 'multiplyAccumulates',
  title: 'multiply-accumulates',
  unit: '',
  definition: 'products of a weight and an activation that were added up, the bias included, padding zeros not',
  changedBy: 'pruning, zeros among the activations',
  group: 'work',
  from: { kind: 'base' },
} as const satisfies Counter;

export const denseMultiplyAccumulates = {
  name: 'denseMultiplyAccumulates',
  title: 'dense multiply-accumulates',
  unit: '',
  definition: 'the same if no weight and no activation were zero',
  formula: 'rows x columns, and the rows again for a bias',
  changedBy: 'the shape of the layer alone',
  group: 'work',
  from: { kind: 'base' },
} as const satisfies Counter;

/** What every machine counts, the sizes of its own apart. */
export const COMMON_COUNTERS = [
  nonZeroWeights,
  cycles,
  timeUs,
  utilization,
  multiplyAccumulates,
  denseMultiplyAccumulates,
] as const satisfies readonly Counter[];

/** Counters in the order in which a layer of the record, layers.csv (sizes first) or its totals (time first) have them. */
export function inGroups<One extends Pick<Counter, 'group'>>(
  counters: readonly One[],
  order: readonly Counter['group'][],
): One[] {
  return order.flatMap((group) => counters.filter((counter) => counter.group === group));
}

export const LAYER_ORDER = ['size', 'time', 'work'] as const;
export const TOTALS_ORDER = ['time', 'size', 'work'] as const;
