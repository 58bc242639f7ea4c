import type { Steps } from '../base/steps.ts';
import type { Chip } from '../config/chip.ts';
import { DEFAULT_MACHINE } from '../config/default-machine.ts';
import type { Layer } from '../network/layer.ts';
import type { CycleBound } from './cycle-bound.ts';
import { eieCycleBounds } from './eie/view/cycle-bounds.ts';
import { eieSteps } from './eie/view/steps.ts';
import { eieTimeline } from './eie/view/timeline.ts';
import type { Made } from './pass.ts';
import type { LayerSteps } from './steps.ts';
import type { Timeline, TimelineWindow } from './timeline.ts';

/** What a machine shows of a product of a layer beside what it counts; `weights` is what its passes of the weights made. Apart from the machine: a run needs none of it. */
export interface MachineViews<Hardware extends Chip> {
  /** Why it takes its cycles: parts that add up to them. */
  readonly cycleBounds?: (layer: Layer, weights: Made, hardware: Hardware) => Steps<readonly CycleBound[]>;
  /** What happens when. */
  readonly timeline?: (layer: Layer, weights: Made, hardware: Hardware, window: TimelineWindow) => Timeline;
  /** What every register holds in every cycle, of a small layer. */
  readonly steps?: (layer: Layer, weights: Made, hardware: Hardware) => LayerSteps;
}

/** By the name of the machine. */
const VIEWS = {
  eie: { cycleBounds: eieCycleBounds, timeline: eieTimeline, steps: eieSteps },
};

/** The views of the machine that a hardware record describes; none of one that has none. */
export function viewsOf({ machine = DEFAULT_MACHINE }: Pick<Chip, 'machine'>): MachineViews<Chip> {
  return Object.hasOwn(VIEWS, machine) ? (VIEWS[machine as keyof typeof VIEWS] as unknown as MachineViews<Chip>) : {};
}
