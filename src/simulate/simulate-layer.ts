import { parseNumberFormat } from '../base/number-format.ts';
import { UserError } from '../base/user-error.ts';
import { entriesPerLine, type Hardware } from '../config/hardware.ts';
import type { EncodedStreams, Layer } from '../network/layer.ts';
import { actionCounts } from './action-counts.ts';
import { type ArithmeticFormats, type Quantized, quantizeAll } from './arithmetic.ts';
import { drainedCycles, referenceCycles } from './end-of-layer.ts';
import { lostWork } from './lost-work.ts';
import { numeric } from './numeric.ts';
import type { LayerCounts } from './run-counts.ts';
import { type Scan, scan } from './scan.ts';
import { timing } from './timing.ts';
import { traffic } from './traffic.ts';
import { bypasses, waits } from './waits.ts';

/** The number formats of a machine. */
export function arithmeticFormats(hardware: Hardware): ArithmeticFormats {
  const { weight, activation, accumulator } = hardware.arithmetic;
  return {
    weight: parseNumberFormat(weight, { path: 'arithmetic.weight' }),
    activation: parseNumberFormat(activation, { path: 'arithmetic.activation' }),
    accumulator: parseNumberFormat(accumulator, { path: 'arithmetic.accumulator' }),
  };
}

/** What this machine broadcasts of a layer's (quantized) inputs: the zero test sees the quantized value; the reference sends positive values only (Q2). */
export function scanLayer(layer: Layer, activations: Quantized, hardware: Hardware): Scan {
  const reference = hardware.simulation.rule === 'reference';
  const isSent = !hardware.encoding.skipZeroActivations
    ? () => true
    : reference
      ? (x: number) => x > 0
      : (x: number) => x !== 0;
  return scan(activations.values, hardware.processingElements, isSent, layer.matrix.hasBias || reference);
}

/** The inputs in the activation format. NaN and infinities are refused. */
export function quantizeActivations(layer: Layer, formats: ArithmeticFormats): Quantized {
  const bad = layer.activations.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw UserError.at(
      { path: `${layer.name}.activations[${bad}]` },
      `expected a finite number, found ${layer.activations[bad]}`,
      'ACTIVATION_NOT_FINITE',
    );
  }
  return quantizeAll(layer.activations, formats.activation);
}

/**
 * Cycles, waits, action counts and outputs of one layer on one machine: scan, timing, traffic, end of layer, outputs, each a pass of its own.
 * `streams` are the layer's weights encoded for hardware.processingElements PEs.
 */
export function simulateLayer(layer: Layer, streams: EncodedStreams, hardware: Hardware): LayerCounts {
  const { matrix } = layer;
  const pes = hardware.processingElements;
  const depth = hardware.activationQueue.depth;
  const reference = hardware.simulation.rule === 'reference';
  const formats = arithmeticFormats(hardware);
  const activations = quantizeActivations(layer, formats);
  const scanned = scanLayer(layer, activations, hardware);
  const hasBiasItem = matrix.hasBias || reference;
  const line = entriesPerLine(hardware);
  const heldLine = reference ? 0xffff : -1; // quirk Q4

  const timed = timing(scanned, streams.tables, depth);
  const moved = traffic(scanned, streams, line, heldLine);
  const cycles = reference
    ? referenceCycles(scanned, streams, timed, hasBiasItem)
    : drainedCycles(scanned, streams, timed, depth, hasBiasItem);
  const lost = lostWork(scanned, streams, timed, line, heldLine, cycles);
  const { blocked, stallCycles } = waits(scanned, streams.tables, timed, depth, pes, cycles);

  const perPe = (count: (p: number) => number) => Uint32Array.from({ length: pes }, (_, p) => count(p));
  const passed = bypasses(scanned, streams, timed);
  const busy = perPe((p) => moved.entries[p] - lost.busy[p]);
  const emptyColumn = perPe((p) => moved.emptyColumns[p] - lost.emptyColumns[p]);
  const bypassed = perPe((p) => passed[p] - (reference ? lost.bypasses[p] : 0));
  const work = countWeights(layer, scanned, streams);
  // the drained rule stops when all work is done: only waiting states may lie behind its end
  const multiplyAccumulates = work - (reference ? lost.multiplyAccumulates : 0);
  const broadcasts = scanned.columns.length; // also of a run that ends early: the reference counts what it means to send
  const entries = sum(moved.entries);
  const early =
    reference && lost.multiplyAccumulates > 0
      ? { firstItem: lost.firstItem, cycles, streams, timing: timed }
      : undefined;
  const { outputs, saturations } = numeric(matrix, scanned, activations, formats, early);
  return {
    cycles,
    theoreticalCycles: entries / pes,
    broadcasts,
    multiplyAccumulates,
    denseMultiplyAccumulates: matrix.rows * (matrix.columns + (matrix.hasBias ? 1 : 0)),
    stallCycles,
    perProcessingElement: {
      busy,
      emptyColumn,
      starved: perPe((p) => cycles - busy[p] - emptyColumn[p]),
      blocked,
      bypasses: bypassed,
    },
    saturations,
    actionCounts: actionCounts(hardware, {
      rows: matrix.rows,
      columns: matrix.columns,
      scanRows: scanned.rows,
      scanCycles: scanned.scanCycles,
      broadcasts,
      pointerReads: scanned.columns.length * pes - (reference ? lost.pops : 0),
      lineReads: sum(moved.lineReads) - (reference ? lost.lineReads : 0),
      entries: entries - (reference ? sum(lost.busy) : 0),
      multiplyAccumulates,
      bypasses: sum(bypassed),
      cycles,
    }),
    outputs,
  };
}

/** Weights of the broadcast columns, padding zeros left out; a dense machine multiplies every row. */
function countWeights(layer: Layer, scanned: Scan, streams: EncodedStreams): number {
  const { columnStart, rows } = layer.matrix;
  let count = 0;
  for (const column of scanned.columns) {
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
