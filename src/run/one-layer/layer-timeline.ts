import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { machineOf } from '../../machines/index.ts';
import type { Timeline, TimelineWindow } from '../../machines/timeline.ts';
import { viewsOf } from '../../machines/views.ts';
import type { Network } from '../../network/layer.ts';
import { onlyLayer, theLayer } from '../../network/only-layer.ts';
import { storeLayers } from '../store-layers.ts';

/** Which layer of a network, and which part of it. */
export interface TimelineChoice extends TimelineWindow {
  /** May be missing where the network has one layer. */
  readonly layer?: string;
}

/**
 * What happens when in a layer with its own input vector: every activation, queue, column and entry, state by state, from the passes that a run of it takes.
 * @throws UserError for a layer, processing element or cycle that is not there, and for a machine without a timeline
 */
export function layerTimeline(hardware: Chip, network: Network, choice: TimelineChoice): Timeline {
  const { timeline } = viewsOf(hardware);
  if (timeline === undefined)
    throw UserError.at({ path: 'machine' }, `a ${machineOf(hardware).name} has no timeline`, 'NO_TIMELINE');
  refuseOutside(hardware, choice);
  const { stored } = storeLayers(hardware, chosenLayer(network, choice.layer), choice.memory);
  const [{ layer, made, hardware: own }] = stored;
  const found = timeline(layer, made, own, choice);
  if (found.from > found.to)
    throw UserError.at(
      { path: '--cycles' },
      `expected cycles from 1 to ${found.cycles}, found ${found.from}..${choice.cycles?.[1]}`,
      'RANGE',
    );
  return found;
}

/**
 * A network of the one layer, which is by itself.
 * @throws UserError where it is not there, or none is named and there are several
 */
export function chosenLayer(network: Network, name: string | undefined): Network {
  const layer = theLayer(onlyLayer(network, name).layers);
  return { name: network.name, file: network.file, seed: network.seed, layers: [layer] };
}

function refuseOutside({ processingElements: pes }: Chip, { processingElements = [] }: TimelineChoice): void {
  const outside = processingElements.find((p) => p >= pes);
  if (outside === undefined) return;
  throw UserError.at({ path: '--processing-elements' }, `expected 0 to ${pes - 1}, found ${outside}`, 'RANGE');
}
