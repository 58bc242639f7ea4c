import type { EncodedStreams, Layer } from '../../network/layer.ts';
import { drainedCycles, referenceCycles } from './end-of-layer.ts';
import { type LostWork, lostWork } from './lost-work.ts';
import type { Scan } from './scan.ts';
import type { Eie } from './schema.ts';
import { entriesPerLine } from './schema.ts';
import { type Timing, timing } from './timing.ts';
import { bypasses, waits } from './waits.ts';

/** How long a layer takes, who waits for what, and what its end cuts off. Small: it outlives the timing that it was taken from. */
export interface LayerEnd {
  readonly cycles: number;
  readonly stallCycles: number;
  readonly blocked: Uint32Array;
  /** Of all work, also of what was lost. */
  readonly bypasses: Uint32Array;
  readonly lost: LostWork;
}

/** The end of a layer with the timing of each item. */
export interface TimedLayer {
  readonly timing: Timing;
  readonly end: LayerEnd;
}

/** Whether the bias column is broadcast: the reference always pays for it (Q11). */
function hasBiasItem(layer: Layer, { simulation }: Eie): boolean {
  return layer.matrix.hasBias || simulation.rule === 'reference';
}

/** Line that a PE is taken to hold at the start: none, in the reference 0xffff (quirk Q4). */
export function heldLine({ simulation }: Eie): number {
  return simulation.rule === 'reference' ? 0xffff : -1;
}

/** Timing, end of layer, waits and bypasses: what the queue depth decides. Only under the reference rule does the line width matter here, for the reads lost. */
export function timeLayer(layer: Layer, scanned: Scan, streams: EncodedStreams, hardware: Eie): TimedLayer {
  const depth = hardware.activationQueue.depth;
  const timed = timing(scanned, streams.tables, depth);
  const bias = hasBiasItem(layer, hardware);
  const cycles =
    hardware.simulation.rule === 'reference'
      ? referenceCycles(scanned, streams, timed, bias)
      : drainedCycles(scanned, streams, timed, depth, bias);
  const lost = lostWork(scanned, streams, timed, entriesPerLine(hardware), heldLine(hardware), cycles);
  const { blocked, stallCycles } = waits(scanned, streams.tables, timed, depth, streams.processingElements, cycles);
  return { timing: timed, end: { cycles, stallCycles, blocked, bypasses: bypasses(scanned, streams, timed), lost } };
}
