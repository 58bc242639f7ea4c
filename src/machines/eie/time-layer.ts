import type { HeldWeights } from '../../compress/held-weights.ts';
import type { Layer } from '../../network/layer.ts';
import type { EarlyEnd } from '../../simulate/outputs/matrix-product.ts';
import { drainedCycles, referenceCycles } from './end-of-layer.ts';
import type { Reads } from './hardware.ts';
import { earlyEnd, emptyBehind, type LostWork, lostWork } from './lost-work.ts';
import type { Scan } from './scan.ts';
import { timeItems, waits } from './timing.ts';
import { entriesPerLine } from './weights/layer-bits.ts';

/** How long a layer takes, who waits for what, and what its end cuts off. Small: it outlives the timing that it was taken from. */
export interface LayerEnd {
  readonly cycles: number;
  readonly stallCycles: number;
  readonly blocked: Uint32Array;
  /** Of all work, also of what was lost. */
  readonly bypasses: Uint32Array;
  readonly lost: LostWork;
  /** Where outputs end early: only under the reference rule, and only where that lost work. */
  readonly early?: EarlyEnd;
}

/** Whether the bias column is broadcast: the reference always pays for it (Q11). */
function hasBiasItem(layer: Layer, { simulation }: Reads<'simulation.rule'>): boolean {
  return layer.matrix.hasBias || simulation.rule === 'reference';
}

/** Line that a PE is taken to hold at the start: none, in the reference 0xffff (quirk Q4). */
export function heldLine({ simulation }: Reads<'simulation.rule'>): number {
  return simulation.rule === 'reference' ? 0xffff : -1;
}

/** What decides how long a layer takes; the lines only under the reference rule, where reads are lost. */
type Timed = Reads<'activationQueue.depth' | 'simulation.rule'> & Partial<Parameters<typeof entriesPerLine>[0]>;

/** Timing, end of layer, waits and bypasses: what the queue depth decides. */
export function timeLayer(layer: Layer, scanned: Scan, streams: HeldWeights, machine: Timed): LayerEnd {
  const { depth } = machine.activationQueue;
  const isReference = machine.simulation.rule === 'reference';
  const timed = timeItems(scanned, streams, depth);
  const bias = hasBiasItem(layer, machine);
  const cycles = isReference
    ? referenceCycles(scanned, streams, timed, bias)
    : drainedCycles(scanned, streams, timed, bias);
  const perLine = isReference ? entriesPerLine(machine as Parameters<typeof entriesPerLine>[0]) : 1;
  const lost =
    isReference || !streams.endsInWeights
      ? lostWork(scanned, streams, timed, perLine, heldLine(machine), cycles)
      : emptyBehind(scanned, timed, cycles);
  const { blocked, stallCycles } = waits(scanned, timed, depth, cycles);
  const isEarly = isReference && lost.multiplyAccumulates > 0;
  return {
    cycles,
    stallCycles,
    blocked,
    bypasses: timed.bypasses,
    lost,
    ...(isEarly && { early: earlyEnd(scanned, streams, timed, cycles, lost.firstItem) }),
  };
}
