import type { HeldWeights } from '../../compress/held-weights.ts';
import type { Traffic } from '../../kernels/items/traffic.ts';
import type { Outputs } from '../../simulate/outputs/matrix-product.ts';
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
import { isNothing } from './lost-work.ts';
import type { LayerEnd } from './time-layer.ts';
import type { BlockScales } from './weights/block-scales.ts';
import { entriesOf } from './weights/layer-bits.ts';

/** What the passes found about one product, or sums over several with the same weights. */
export interface Found {
  readonly processingElements: number;
  readonly products: number;
  /** Columns of the items, as they were sent. */
  readonly columns: Uint32Array;
  readonly scanRows: number;
  readonly scanCycles: number;
  /** Rows of each pass over them; all items are sent in each. */
  readonly passRows: readonly number[];
  /** How often the inputs come into the source registers. */
  readonly loads: number;
  readonly scales: BlockScales;
  readonly end: LayerEnd;
  readonly traffic: Traffic;
  readonly outputs: Outputs;
  /** Products with an operand of zero, where they are told apart. */
  readonly zeroProducts?: number;
  readonly multiplyAccumulates: number;
  /** 1 where work behind the end of the layer is lost (rule reference), 0 where only waiting states lie there. */
  readonly isLost: 0 | 1;
}

/** Every number of the record that an EIE counts, in the order of each group. */
export const COUNTERS = [
  nonZeroWeights,
  {
    name: 'entries',
    title: 'entries',
    unit: '',
    definition: 'stored weights and padding zeros, the bias not counted',
    formula: 'nonZeroWeights + paddingZeros; where every weight is stored (encoding.indexBits: none) rows x columns',
    source: 'EIE (ISCA 2016) section III.B',
    changedBy: 'pruning; bits of the relative index; the number of PEs, since gaps are counted on each',
    group: 'size',
    from: { kind: 'weights', value: (made) => entriesOf(heldBy(made)) },
  },
  {
    name: 'paddingZeros',
    title: 'padding zeros',
    unit: '',
    definition: 'entries that only bridge gaps which do not fit the relative index',
    formula: 'sum over gaps of d absent rows of floor(d / 2^indexBits)',
    source: 'EIE (ISCA 2016) section III.B',
    changedBy: 'more index bits, more PEs, a higher density',
    group: 'size',
    // in a dense machine every weight is an entry and none is padding
    from: {
      kind: 'weights',
      value: (made, layer) =>
        heldBy(made)[0].indexBits === null
          ? 0
          : entriesOf(heldBy(made)) - layer.matrix.columnStart[layer.matrix.columns],
    },
  },
  {
    name: 'broadcasts',
    title: 'broadcasts',
    unit: '',
    definition:
      'activations sent to all PEs; the bias is one where the layer has a bias; all of them again in every pass over rows',
    source: 'EIE (ISCA 2016) section IV, leading non-zero detection',
    changedBy: 'zeros among the activations, and a machine that skips them',
    group: 'size',
    from: { kind: 'product', value: ({ columns, passRows }) => columns.length * passRows.length }, // also of a layer that ends early: what is meant to be sent
  },
  cycles,
  {
    name: 'theoreticalCycles',
    title: 'theoretical cycles',
    unit: 'cycles',
    definition: 'entries of the active columns over the number of PEs: the time of a perfect balance',
    formula: 'entries of the active columns / processingElements',
    source: 'EIE (ISCA 2016) Table IV, theoretical time',
    changedBy: 'as entries and broadcasts',
    group: 'time',
    from: { kind: 'product', value: ({ traffic, processingElements }) => sum(traffic.entries) / processingElements },
  },
  timeUs,
  {
    name: 'loadBalanceEfficiency',
    title: 'load-balance efficiency',
    unit: '',
    definition: 'share of the cycles in which a PE does not wait for work',
    formula: '1 - starvedCycles / (cycles x processingElements)',
    source: 'EIE (ISCA 2016) section VI.A and Fig. 8',
    changedBy: 'a deeper activation queue, fewer PEs, weights spread more evenly',
    group: 'time',
    from: {
      kind: 'ratio',
      value: ({ starvedCycles, cycles: taken }, { processingElements: pes }) => 1 - starvedCycles / (taken * pes),
    },
  },
  utilization,
  multiplyAccumulates,
  denseMultiplyAccumulates,
  {
    name: 'busyCycles',
    title: 'busy cycles',
    unit: 'PE-cycles',
    definition: 'cycles in which PEs process entries, padding zeros included, summed over PEs',
    formula: 'entries processed, one a cycle',
    source: 'EIE (ISCA 2016) section IV',
    changedBy: 'as entries',
    group: 'work',
    from: { kind: 'perElement', list: 'busy', value: busy },
  },
  {
    name: 'paddingCycles',
    title: 'padding cycles',
    unit: 'PE-cycles',
    definition: 'busy cycles in which PEs process padding zeros and multiply nothing, summed over PEs',
    formula: 'busyCycles - multiplyAccumulates',
    changedBy: 'more index bits, a higher density',
    group: 'work',
    from: {
      kind: 'product',
      value: (found) => sum(busy(found)) - found.multiplyAccumulates,
    },
  },
  {
    name: 'emptyColumnCycles',
    title: 'empty column cycles',
    unit: 'PE-cycles',
    definition: 'cycles in which PEs step over a column that holds nothing for them, summed over PEs',
    formula: 'one a column and PE that holds nothing of it',
    source: 'EIE (ISCA 2016) section IV, pointer read',
    changedBy: 'fewer PEs, a higher density',
    group: 'work',
    from: {
      kind: 'perElement',
      list: 'emptyColumn',
      value: ({ traffic, end }) => less(traffic.emptyColumns, end.lost.emptyColumns),
    },
  },
  {
    name: 'starvedCycles',
    title: 'starved cycles',
    unit: 'PE-cycles',
    definition: 'cycles in which PEs wait for work, summed over PEs',
    formula: 'cycles x processingElements - busyCycles - emptyColumnCycles',
    source: 'EIE (ISCA 2016) section VI.A',
    changedBy: 'a deeper activation queue, weights spread more evenly',
    group: 'work',
    from: {
      kind: 'perElement',
      list: 'starved',
      value: starved,
    },
  },
  {
    name: 'blockedCycles',
    title: 'blocked cycles',
    unit: 'PE-cycles',
    definition: 'cycles in which the broadcast waits for the full queue of a PE, summed over PEs',
    source: 'EIE (ISCA 2016) section IV, activation queue',
    changedBy: 'a deeper activation queue',
    group: 'work',
    from: { kind: 'perElement', list: 'blocked', value: ({ end }) => end.blocked },
  },
  {
    name: 'stallCycles',
    title: 'stall cycles',
    unit: 'cycles',
    definition: 'cycles in which the broadcast waits for any full queue',
    source: 'EIE (ISCA 2016) section IV, activation queue',
    changedBy: 'a deeper activation queue',
    group: 'work',
    from: { kind: 'product', value: ({ end }) => end.stallCycles },
  },
  {
    name: 'bypasses',
    title: 'bypasses',
    unit: '',
    definition: 'sums that go straight from the adder back to its input, summed over PEs',
    source: 'EIE (ISCA 2016) section IV, arithmetic unit',
    changedBy: 'nothing that a config says: it happens where two columns meet in one row',
    group: 'work',
    from: {
      kind: 'perElement',
      list: 'bypasses',
      value: ({ end, isLost }) => (isLost === 1 ? less(end.bypasses, end.lost.bypasses) : end.bypasses),
    },
  },
] as const satisfies readonly Counter<Found>[];

function heldBy({ rows }: Made): readonly HeldWeights[] {
  return rows as readonly HeldWeights[];
}

function busy({ traffic, end }: Found): Uint32Array {
  return less(traffic.entries, end.lost.busy);
}

function starved({ traffic, end }: Found): Uint32Array {
  const { lost, cycles } = end;
  const counts = new Uint32Array(lost.busy.length);
  for (let p = 0; p < counts.length; p++)
    counts[p] = cycles - traffic.entries[p] - traffic.emptyColumns[p] + lost.busy[p] + lost.emptyColumns[p];
  return counts;
}

/** On each PE: what was done in all without what was lost with the end. */
function less(all: Uint32Array, lost: Uint32Array): Uint32Array {
  if (isNothing(lost)) return all;
  const counts = new Uint32Array(all.length);
  for (let p = 0; p < counts.length; p++) counts[p] = all[p] - lost[p];
  return counts;
}

/** Sum over PEs. */
export function sum(values: Uint32Array): number {
  let total = 0;
  for (let p = 0; p < values.length; p++) total += values[p];
  return total;
}
