import type { NOfM } from '../../config/network/prune-rule.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import {
  type Counter,
  cycles,
  denseMultiplyAccumulates,
  multiplyAccumulates,
  nonZeroWeights,
  timeUs,
  utilization,
} from '../counter.ts';
import type { Made } from '../pass.ts';
import type { ArrayCycles } from './timing.ts';
import type { Traffic } from './traffic.ts';

/** What is found in a product. */
export interface Found {
  readonly folds: number;
  readonly cycles: ArrayCycles;
  readonly traffic: Traffic;
  readonly loads: number;
  readonly spilled: { readonly inputs: number; readonly sums: number; readonly outputs: number };
}

/** Every number of the record that a systolic array counts. */
export const COUNTERS = [
  nonZeroWeights,
  {
    name: 'storedWeights',
    title: 'stored weights',
    unit: '',
    definition: 'weights that are stored and sent to the array, zeros among them, the bias not counted',
    group: 'size',
    from: { kind: 'weights', value: (made: Made) => (made.store as { readonly weights: number }).weights },
  },
  cycles,
  timeUs,
  utilization,
  {
    name: 'activeShare',
    head: 'active',
    title: 'active share',
    unit: '',
    definition: 'share of the cycles in which operands stream through the array',
    group: 'time',
    from: { kind: 'ratio', value: ({ activeCycles, cycles: taken }) => activeCycles / taken },
  },
  {
    name: 'weightStallShare',
    head: 'weight\nstall',
    title: 'weight-stall share',
    unit: '',
    definition: 'share of the cycles in which the array waits for weights from DRAM',
    group: 'time',
    from: { kind: 'ratio', value: ({ weightStallCycles, cycles: taken }) => weightStallCycles / taken },
  },
  {
    name: 'weightShiftShare',
    head: 'weight\nshift',
    title: 'weight-shift share',
    unit: '',
    definition: 'share of the cycles in which nothing happens but that the next tile is shifted in',
    group: 'time',
    from: { kind: 'ratio', value: ({ weightShiftCycles, cycles: taken }) => weightShiftCycles / taken },
  },
  multiplyAccumulates,
  denseMultiplyAccumulates,
  {
    name: 'folds',
    title: 'folds',
    unit: '',
    definition: 'times that the array is filled',
    group: 'work',
    from: { kind: 'product', value: ({ folds }) => folds },
  },
  {
    name: 'activeCycles',
    title: 'active cycles',
    unit: 'cycles',
    definition: 'cycles in which operands stream through the array',
    group: 'work',
    from: { kind: 'product', value: ({ cycles: { active } }) => active },
  },
  {
    name: 'weightShiftCycles',
    title: 'weight-shift cycles',
    unit: 'cycles',
    definition: 'cycles in which nothing happens but that what stays in the array is shifted in',
    group: 'work',
    from: { kind: 'product', value: ({ cycles: { shift } }) => shift },
  },
  {
    name: 'weightStallCycles',
    title: 'weight-stall cycles',
    unit: 'cycles',
    definition: 'cycles in which the array waits for DRAM',
    group: 'work',
    from: { kind: 'product', value: ({ cycles: { stall } }) => stall },
  },
  {
    name: 'drainCycles',
    title: 'drain cycles',
    unit: 'cycles',
    definition: 'cycles in which the last operands run through the array and its sums run out',
    group: 'work',
    from: { kind: 'product', value: ({ cycles: { drain } }) => drain },
  },
  {
    name: 'weightReads',
    title: 'weight reads',
    unit: '',
    definition: 'weights that go from their memory to the array',
    group: 'work',
    from: { kind: 'product', value: ({ traffic }) => traffic.weightReads },
  },
  {
    name: 'inputReads',
    title: 'input reads',
    unit: '',
    definition: 'inputs that go from their memory to the array',
    group: 'work',
    from: { kind: 'product', value: ({ traffic }) => traffic.inputReads },
  },
  {
    name: 'sumReads',
    title: 'partial-sum reads',
    unit: '',
    definition: 'partial sums that come back to be added to',
    group: 'work',
    from: { kind: 'product', value: ({ traffic }) => traffic.sumReads },
  },
  {
    name: 'sumWrites',
    title: 'partial-sum writes',
    unit: '',
    definition: 'partial sums that leave the array; the last of each is an output',
    group: 'work',
    from: { kind: 'product', value: ({ traffic }) => traffic.sumWrites },
  },
  {
    name: 'weightLoads',
    title: 'weight loads',
    unit: '',
    definition: 'times that all weights are asked for',
    group: 'work',
    from: { kind: 'product', value: ({ loads }) => loads },
  },
  {
    name: 'spilledInputs',
    title: 'spilled inputs',
    unit: '',
    definition: 'inputs that come from DRAM because the activation memory does not hold them',
    group: 'work',
    from: { kind: 'product', value: ({ spilled }) => spilled.inputs },
  },
  {
    name: 'spilledSums',
    title: 'spilled partial sums',
    unit: '',
    definition: 'partial sums that go to DRAM and come back because their memory does not hold them',
    group: 'work',
    from: { kind: 'product', value: ({ spilled }) => spilled.sums },
  },
  {
    name: 'spilledOutputs',
    title: 'spilled outputs',
    unit: '',
    definition: 'outputs that go to DRAM because the activation memory does not hold them beside the inputs',
    group: 'work',
    from: { kind: 'product', value: ({ spilled }) => spilled.outputs },
  },
] as const satisfies readonly Counter<Found>[];

type Listed = (typeof COUNTERS)[number];

/** What a systolic array counts of a layer. */
export type SystolicCounts = LayerCounts &
  Readonly<Record<Extract<Listed, { readonly from: { readonly kind: 'product' } }>['name'], number>>;

/** The pattern that a machine stores. */
export type Pattern = NOfM | undefined;
