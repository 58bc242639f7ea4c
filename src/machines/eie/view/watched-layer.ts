import { drain, type Steps } from '../../../base/steps.ts';
import { UserError } from '../../../base/user-error.ts';
import type { HeldWeights } from '../../../compress/held-weights.ts';
import type { Layer } from '../../../network/layer.ts';
import { type Made, runPasses } from '../../pass.ts';
import type { TimelineWindow } from '../../timeline.ts';
import type { Eie } from '../hardware.ts';
import { PASSES } from '../passes.ts';
import type { Scan, Sent } from '../scan.ts';
import type { LayerEnd } from '../time-layer.ts';
import { type Schedule, scheduleOf } from './schedule.ts';

/** A layer with what the passes of a run find about one product of it, and when every item is sent and taken. */
export interface WatchedLayer {
  readonly layer: Layer;
  readonly machine: Eie;
  readonly held: HeldWeights;
  /** As they are sent. */
  readonly activations: Sent['activations']['values'];
  readonly schedule: Schedule;
  readonly cycles: number;
}

const PRODUCT = PASSES.filter(({ name }) => ['send', 'scan', 'timing'].includes(name));

/**
 * Runs the passes that time a product, where `weights`, what the passes of the weights made, does not have their outcomes too; of the window the PEs alone are kept.
 * @throws UserError for a layer whose outputs exceed the destination registers and that is taken in several passes over its rows (weights.overflow: stream)
 */
export function watch(layer: Layer, weights: Made, machine: Eie, window?: TimelineWindow): WatchedLayer {
  return drain(watchInSteps(layer, weights, machine, window));
}

/** The same, a few milliseconds at a time. */
export function* watchInSteps(
  layer: Layer,
  weights: Made,
  machine: Eie,
  window: TimelineWindow = {},
): Steps<WatchedLayer> {
  const missing = PRODUCT.filter(({ name }) => weights[name] === undefined);
  const made = runPasses(missing, { layer, inputs: [layer.activations], products: 1 }, weights, machine);
  const [held, ...others] = made.rows as readonly HeldWeights[];
  if (others.length > 0)
    throw UserError.at(
      { path: 'weights.overflow' },
      `the layer is taken in ${others.length + 1} passes over its rows, each with a timeline of its own; with "warn" it is one`,
      'ROW_PASSES',
    );
  return {
    layer,
    machine,
    held,
    activations: (made.send as Sent).activations.values,
    schedule: yield* scheduleOf(made.scan as Scan, held, machine.activationQueue.depth, {
      looked: window.processingElements,
      memory: window.memory,
    }),
    cycles: (made.timing as LayerEnd).cycles,
  };
}
