import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { dramPart } from '../../config/dram-parts.ts';
import type { SramMemory } from '../../config/memories.ts';
import type { LayerCounts, PlacedLayer } from '../../simulate/layer-counts.ts';
import { type StoredBits, shareOfBits, totalBits } from '../../simulate/weights/stored-bits.ts';
import { weightStream } from '../../simulate/weights/weight-stream.ts';
import { isIdle } from './idle-counts.ts';

/** What decides where weights live. */
export type Placing = Pick<Chip, 'clockHz' | 'weights' | 'dram'> & {
  readonly memories: { readonly weights: Pick<SramMemory, 'capacityBytes' | 'widthBits'> };
};

/** Paths of the hardware record that placing reads. */
export const PLACING = [
  'clockHz',
  'weights.home',
  'weights.overflow',
  'dram.part',
  'dram.channels',
  'memories.weights.capacityBytes',
  'memories.weights.widthBits',
] as const;

/**
 * Puts the weights of a layer into all memories of weights together, or streams them from DRAM through the halves of those: all of them where they live
 * there, else (`overflow: stream`) what half the memory does not hold. `uses`: how often the same weights are asked for; what does not stay is fetched each time. `memories`: how many of them the machine has.
 * @throws UserError CAPACITY with `overflow: error` where they do not fit, UNKNOWN_NAME for an unknown DRAM part
 */
export function placeStored<Counts extends LayerCounts>(
  name: string,
  stored: StoredBits,
  machine: Placing,
  counts: Counts,
  { uses, memories }: { readonly uses: number; readonly memories: number },
): PlacedLayer<Counts> {
  dramPart(machine.dram.part); // a misspelt part is told even where nothing is read from it
  const { home, overflow } = machine.weights;
  const { capacityBytes, widthBits } = machine.memories.weights;
  const room = memories * capacityBytes * 8;
  const bits = totalBits(stored);
  const fits = bits <= room;
  if (home !== 'dram' && fits) return { counts, warnings: [] };
  const message = `${name}: ${Math.ceil(bits / 8)} byte of weights, the weight memories hold ${room / 8}`;
  if (home !== 'dram' && overflow === 'error')
    throw UserError.at({ path: 'memories.weights.capacity' }, message, 'CAPACITY');
  if (home !== 'dram' && overflow === 'warn') return { counts, warnings: [`${message}; simulated as if it fitted`] };
  const share = home === 'dram' ? 1 : (bits - room / 2) / bits;
  const streamed = shareOfBits(stored, { ofEntries: share, ofPointers: share, passes: fits ? 1 : uses });
  const { cycles, actions, dram } = weightStream(streamed, room / 8 / 2, counts.cycles, machine);
  const written = { 'weightMemory.write': Math.ceil(totalBits(streamed) / widthBits) };
  const placed = { ...longer(counts, cycles), dram };
  return {
    counts: { ...placed, actionCounts: { ...placed.actionCounts, ...written, ...actions } },
    warnings: home === 'dram' ? [] : [`${message}; what does not fit is streamed from DRAM`],
  };
}

/** The same work in more cycles: leakage and clock go on. */
function longer<Counts extends LayerCounts>(counts: Counts, cycles: number): Counts {
  const actions = Object.entries(counts.actionCounts).map(([action, count]): [string, number] => [
    action,
    isIdle(action) && counts.cycles > 0 ? (count / counts.cycles) * cycles : count,
  ]);
  return { ...counts, cycles, actionCounts: Object.fromEntries(actions) };
}
