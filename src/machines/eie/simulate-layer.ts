import type { EncodedStreams, Layer } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import { countLayer } from './count-layer.ts';
import { type EarlyEnd, numeric } from './numeric.ts';
import { arithmeticFormats, quantizeActivations, scanLayer } from './scan-layer.ts';
import type { Eie } from './schema.ts';
import { entriesPerLine } from './schema.ts';
import { heldLine, type TimedLayer, timeLayer } from './time-layer.ts';
import { traffic } from './traffic.ts';

/**
 * Cycles, waits, action counts and outputs of one layer on one machine: scan, timing with the end of the layer, traffic, outputs, each a pass of its own
 * (a sweep runs only those that an axis touches). `streams` are the layer's weights encoded for hardware.processingElements PEs.
 */
export function simulateLayer(layer: Layer, streams: EncodedStreams, hardware: Eie): LayerCounts {
  const formats = arithmeticFormats(hardware);
  const activations = quantizeActivations(layer, formats);
  const scan = scanLayer(layer, activations, hardware);
  const timed = timeLayer(layer, scan, streams, hardware);
  const moved = traffic(scan, streams, entriesPerLine(hardware), heldLine(hardware));
  const outputs = numeric(layer.matrix, scan, activations, formats, earlyEnd(timed, streams, hardware));
  return countLayer(layer, streams, hardware, { scan, end: timed.end, traffic: moved, outputs });
}

/** Where the outputs end early: only under the reference rule, and only where that lost work. */
export function earlyEnd({ timing, end }: TimedLayer, streams: EncodedStreams, hardware: Eie): EarlyEnd | undefined {
  if (hardware.simulation.rule !== 'reference' || end.lost.multiplyAccumulates === 0) return undefined;
  return { firstItem: end.lost.firstItem, cycles: end.cycles, streams, timing };
}
