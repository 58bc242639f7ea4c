import type { EncodedStreams, Layer, WeightMatrix } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import { actionCounts } from './action-counts.ts';
import type { Outputs } from './numeric.ts';
import type { Scan } from './scan.ts';
import type { Eie } from './schema.ts';
import type { LayerEnd } from './time-layer.ts';
import type { Traffic } from './traffic.ts';

/** What the passes found about one layer. */
export interface LayerPasses {
  readonly scan: Scan;
  readonly end: LayerEnd;
  readonly traffic: Traffic;
  readonly outputs: Outputs;
}

/** The counts of a layer from its passes; cheap. Under the drained rule only waiting states lie behind the end, under the reference rule work is lost there. */
export function countLayer(
  { matrix }: Layer,
  streams: EncodedStreams,
  hardware: Eie,
  { scan, end, traffic, outputs }: LayerPasses,
): LayerCounts {
  const pes = streams.processingElements;
  const { cycles, lost } = end;
  const isLost = hardware.simulation.rule === 'reference' ? 1 : 0;
  const perPe = (count: (p: number) => number) => Uint32Array.from({ length: pes }, (_, p) => count(p));
  const busy = perPe((p) => traffic.entries[p] - lost.busy[p]);
  const emptyColumn = perPe((p) => traffic.emptyColumns[p] - lost.emptyColumns[p]);
  const bypasses = perPe((p) => end.bypasses[p] - isLost * lost.bypasses[p]);
  const multiplyAccumulates = countWeights(matrix, scan, streams) - isLost * lost.multiplyAccumulates;
  const broadcasts = scan.columns.length; // also of a run that ends early: the reference counts what it means to send
  const entries = sum(traffic.entries);
  return {
    cycles,
    theoreticalCycles: entries / pes,
    broadcasts,
    multiplyAccumulates,
    denseMultiplyAccumulates: matrix.rows * (matrix.columns / (matrix.groups ?? 1) + (matrix.hasBias ? 1 : 0)),
    stallCycles: end.stallCycles,
    perProcessingElement: {
      busy,
      emptyColumn,
      starved: perPe((p) => cycles - busy[p] - emptyColumn[p]),
      blocked: end.blocked,
      bypasses,
    },
    saturations: outputs.saturations,
    actionCounts: actionCounts(hardware, {
      rows: matrix.rows,
      columns: matrix.columns,
      scanRows: scan.rows,
      scanCycles: scan.scanCycles,
      broadcasts,
      itemsTaken: broadcasts * pes - isLost * lost.pops,
      lineReads: sum(traffic.lineReads) - isLost * lost.lineReads,
      entries: entries - isLost * sum(lost.busy),
      multiplyAccumulates,
      bypassedWrites: sum(end.bypasses) - isLost * lost.bypassedWrites,
      cycles,
    }),
    outputs: outputs.outputs,
  };
}

/** Weights of the broadcast columns, padding zeros left out; a dense machine multiplies every row. */
function countWeights({ columnStart, rows }: WeightMatrix, scan: Scan, streams: EncodedStreams): number {
  let count = 0;
  for (const column of scan.columns) {
    if (column + 1 >= columnStart.length) continue;
    count += streams.indexBits === null ? rows : columnStart[column + 1] - columnStart[column];
  }
  return count;
}

function sum(values: Uint32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
