import type { HeldWeights } from '../../compress/held-weights.ts';
import { rowsOfColumn } from '../../kernels/dense-column.ts';
import type { Layer, WeightMatrix } from '../../network/layer.ts';
import type { LayerCounts, PerElement } from '../../simulate/layer-counts.ts';
import { denseProducts } from '../../simulate/weights/weight-counts.ts';
import type { Counter } from '../counter.ts';
import { actionCounts, type Counting } from './action-counts.ts';
import { COUNTERS, type Found, sum } from './counters.ts';

type Listed = (typeof COUNTERS)[number];
type OfKind<Kind extends string> = Extract<Listed, { readonly from: { readonly kind: Kind } }>;

/** What an EIE counts of a layer. */
export type EieCounts = LayerCounts &
  Readonly<Record<OfKind<'product'>['name'], number>> & {
    readonly perProcessingElement: Readonly<Record<OfKind<'perElement'>['from']['list'], PerElement>>;
  };

/** The counts of a product, or of several, from the passes; cheap. Under the drained rule only waiting states lie behind the end, under the reference rule work is lost there. */
export function countLayer(
  { matrix }: Layer,
  streams: HeldWeights,
  hardware: Counting,
  passes: Omit<Found, 'processingElements' | 'isLost' | 'multiplyAccumulates'>,
): EieCounts {
  const isLost = hardware.simulation.rule === 'reference' ? 1 : 0;
  const { products, columns, end, traffic, outputs } = passes;
  const { cycles, lost } = end;
  const multiplyAccumulates = countWeights(matrix, columns, streams) - isLost * lost.multiplyAccumulates;
  const found: Found = { ...passes, processingElements: streams.processingElements, isLost, multiplyAccumulates };
  const { passRows, loads, scales } = passes;
  const broadcasts = columns.length * passRows.length;
  const numbers: Record<string, number> = {};
  const lists: Record<string, PerElement> = {};
  for (const { name, from } of COUNTERS as readonly Counter<Found>[]) {
    if (from.kind === 'product') numbers[name] = from.value(found);
    if (from.kind === 'perElement') lists[from.list] = from.value(found);
  }
  return {
    cycles,
    multiplyAccumulates,
    denseMultiplyAccumulates: products * denseProducts(matrix),
    ...numbers,
    perProcessingElement: lists,
    saturations: outputs.saturations,
    actionCounts: actionCounts(hardware, {
      products,
      rows: matrix.rows,
      passRows,
      columns: matrix.columns,
      loads,
      scales,
      scanRows: passes.scanRows * passRows.length,
      scanCycles: passes.scanCycles * passRows.length,
      broadcasts,
      itemsTaken: broadcasts * streams.processingElements - isLost * lost.pops,
      lineReads: sum(traffic.lineReads) - isLost * lost.lineReads,
      entries: sum(traffic.entries) - isLost * sum(lost.busy),
      multiplyAccumulates,
      zeroProducts: passes.zeroProducts,
      bypassedWrites: sum(end.bypasses) - isLost * lost.bypassedWrites,
      cycles,
    }),
    outputs: outputs.outputs,
  } as unknown as EieCounts;
}

/** Weights of the broadcast columns, padding zeros left out; a dense machine multiplies every row, or those of the column's block. */
function countWeights(matrix: WeightMatrix, columns: Uint32Array, streams: HeldWeights): number {
  const { columnStart } = matrix;
  const stored = columnStart.length - 1;
  const isDense = streams.indexBits === null;
  let count = 0;
  for (let n = 0; n < columns.length; n++) {
    const column = columns[n];
    if (column >= stored) continue;
    if (isDense) {
      const [from, to] = rowsOfColumn(matrix, column);
      count += to - from;
    } else count += columnStart[column + 1] - columnStart[column];
  }
  return count;
}
