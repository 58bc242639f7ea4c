import type { Budget } from '../../base/budget.ts';
import { firstFrom } from '../../base/first-from.ts';
import { type HeldWeights, holdWeights } from '../../compress/held-weights.ts';
import type { Traffic } from '../../kernels/items/traffic.ts';
import type { WeightMatrix } from '../../network/layer.ts';
import type { Reads } from './hardware.ts';
import type { LayerEnd } from './time-layer.ts';

/** What decides whether rows are taken in passes; the registers only where they are. */
export type Passing = Reads<'processingElements' | 'encoding.indexBits' | 'weights.overflow' | 'simulation.rule'> &
  Partial<Reads<'memories.destinationActivations.entries'>>;

/**
 * The passes in which a layer is computed: one, unless its sums exceed the destination registers and `weights.overflow` is `stream`. Then each pass takes as
 * many rows as the registers hold, from the first on, every input is sent again in each, and its weights are a layer of its own in the memories, with pointers of
 * its own. EIE section VI.A only says that longer vectors are taken in batches.
 */
export function rowPasses(held: HeldWeights, machine: Passing, budget?: Budget): readonly HeldWeights[] {
  const matrix = held.source;
  const rows = rowsAtOnce(matrix, machine);
  if (rows >= matrix.rows) return [held];
  return Array.from({ length: Math.ceil(matrix.rows / rows) }, (_, pass) => {
    const part = someRows(matrix, pass * rows, Math.min((pass + 1) * rows, matrix.rows));
    return holdWeights(part, machine.processingElements, machine.encoding.indexBits, budget);
  });
}

/** Rows that one pass takes. The reference rule is that of a simulator without passes, and a dense machine knows no part of a block. */
function rowsAtOnce({ rows, groups = 1 }: WeightMatrix, machine: Passing): number {
  const isOneBlock = groups === 1 || machine.encoding.indexBits !== null;
  if (!canStream(machine) || !isOneBlock) return rows;
  return machine.processingElements * machine.memories!.destinationActivations.entries;
}

/** Whether what does not fit is taken in parts, and not simulated as if it fitted. */
export function canStream({ weights, simulation }: Reads<'weights.overflow' | 'simulation.rule'>): boolean {
  return weights.overflow === 'stream' && simulation.rule === 'drained';
}

/** Rows [from, to) of a matrix; where `from` is a multiple of the number of PEs every row stays on its PE. Those of a column lie together, for they ascend. */
function someRows(matrix: WeightMatrix, from: number, to: number): WeightMatrix {
  const { columnStart, rowIndex, weights, biasValues, columns } = matrix;
  const stored = columnStart.length - 1;
  const firsts = new Uint32Array(stored);
  const starts = new Uint32Array(stored + 1);
  for (let c = 0; c < stored; c++) {
    firsts[c] = firstFrom(rowIndex, columnStart[c], columnStart[c + 1], from);
    starts[c + 1] = starts[c] + firstFrom(rowIndex, firsts[c], columnStart[c + 1], to) - firsts[c];
  }
  const pick = <A extends Uint8Array | Uint32Array | Float32Array>(all: A, picked: A): A => {
    for (let c = 0; c < stored; c++)
      picked.set(all.subarray(firsts[c], firsts[c] + starts[c + 1] - starts[c]), starts[c]);
    return picked;
  };
  const count = starts[stored];
  const bias = firsts[columns] - columnStart[columns];
  return {
    rows: to - from,
    columns,
    hasBias: matrix.hasBias,
    columnStart: starts,
    rowIndex: pick(rowIndex, new Uint32Array(count)).map((row) => row - from),
    weights:
      weights.kind === 'shared'
        ? { ...weights, codes: pick(weights.codes, new Uint8Array(count)) }
        : { kind: 'direct', values: pick(weights.values, new Float32Array(count)) },
    ...(biasValues && { biasValues: biasValues.slice(bias, bias + count - starts[columns]) }),
  };
}

/** The end of a layer computed in passes: one behind the other, and between two of them the PEs write their sums away. */
export function endOfPasses(ends: readonly LayerEnd[], writeCycles: number): LayerEnd {
  const [first, ...others] = ends;
  if (others.length === 0) return first;
  return {
    cycles: total(ends, ({ cycles }) => cycles) + others.length * writeCycles,
    stallCycles: total(ends, ({ stallCycles }) => stallCycles),
    blocked: added(ends.map(({ blocked }) => blocked)),
    bypasses: added(ends.map(({ bypasses }) => bypasses)),
    lost: {
      busy: added(ends.map(({ lost }) => lost.busy)),
      emptyColumns: added(ends.map(({ lost }) => lost.emptyColumns)),
      bypasses: added(ends.map(({ lost }) => lost.bypasses)),
      pops: total(ends, ({ lost }) => lost.pops),
      lineReads: total(ends, ({ lost }) => lost.lineReads),
      multiplyAccumulates: total(ends, ({ lost }) => lost.multiplyAccumulates),
      bypassedWrites: total(ends, ({ lost }) => lost.bypassedWrites),
      firstItem: first.lost.firstItem,
    },
  };
}

/** Entries, empty columns and line reads of all passes. */
export function trafficOfPasses(passes: readonly Traffic[]): Traffic {
  if (passes.length === 1) return passes[0];
  return {
    entries: added(passes.map(({ entries }) => entries)),
    emptyColumns: added(passes.map(({ emptyColumns }) => emptyColumns)),
    lineReads: added(passes.map(({ lineReads }) => lineReads)),
  };
}

function total<T>(list: readonly T[], value: (one: T) => number): number {
  return list.reduce((sum, one) => sum + value(one), 0);
}

function added(lists: readonly Uint32Array[]): Uint32Array {
  return lists[0].map((_, p) => total(lists, (list) => list[p]));
}
