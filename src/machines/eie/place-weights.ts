import { type Fault, UserError } from '../../base/user-error.ts';
import type { HeldWeights } from '../../compress/held-weights.ts';
import { dramPart } from '../../config/dram-parts.ts';
import type { Layer } from '../../network/layer.ts';
import type { PlacedLayer } from '../../simulate/layer-counts.ts';
import { type StoredBits, shareOfBits } from '../../simulate/weights/stored-bits.ts';
import { weightStream } from '../../simulate/weights/weight-stream.ts';
import { type CapacityCheck, checkCapacity, entryCapacity, pointerCapacity } from './capacity.ts';
import type { EieCounts } from './count-layer.ts';
import type { Reads } from './hardware.ts';
import { pointersPerElement, storedBits } from './layer-bits.ts';

/** What of a machine decides where weights live and whether they fit. */
type Placing = Parameters<typeof checkCapacity>[2] &
  Parameters<typeof storedBits>[2] &
  Reads<'weights.home' | 'weights.overflow' | 'dram.part'> &
  Partial<Reads<'clockHz'>>;

/** What matters only where weights come from DRAM. */
type Streaming = Reads<'clockHz' | 'dram.part' | 'dram.channels'>;

/**
 * Puts a layer's weights where the machine keeps them. Weights whose home is DRAM are streamed tile by tile through the two halves of the sparse-matrix
 * memory; of weights that do not fit (`overflow: stream`) half the memory keeps what it can and the two quarters left take the rest by turns.
 * Computing hides the next tile: time = the first tile + the slower of computing and the rest. All columns are streamed, whole bursts are charged:
 * which activations will be zero is not known in advance.
 * `products`: how often the matrix is used.
 * @throws UserError CAPACITY with `overflow: error` where the layer does not fit, UNKNOWN_NAME for an unknown DRAM part.
 */
export function placeWeights<Counts extends EieCounts>(
  layer: Layer,
  streams: HeldWeights,
  machine: Placing,
  counts: Counts,
  products = 1,
): PlacedLayer<Counts> {
  const { home, overflow } = machine.weights;
  dramPart(machine.dram.part); // a misspelt part is told even where nothing is read from it
  const check = checkCapacity(layer, streams, machine);
  const stored = storedBits(layer.matrix, streams, machine);
  // what fits stays while one matrix is used for many products; what does not is fetched for each
  const passes = check.entries === null && check.pointers === null ? 1 : products;
  const vectors = [check.accumulators, check.sources, check.activations].filter((message) => message !== null);
  const tooLong = vectors.map((message) => `${message}; ${AS_IF}`);
  const exceeded =
    home === 'dram' ? [] : [check.entries, check.pointers, check.addressable].filter((message) => message !== null);
  if (overflow === 'error' && exceeded.length + vectors.length > 0)
    throw new UserError([...capacityFaults(exceeded, 'weights'), ...capacityFaults(vectors, 'memories')]);
  if (home === 'dram') {
    const all = { ofEntries: 1, ofPointers: 1, passes, tileShare: 1 / 2 };
    return { counts: withStream(stored, machine, counts, all), warnings: tooLong };
  }
  if (exceeded.length === 0) return { counts, warnings: tooLong };
  if (overflow === 'warn')
    return { counts, warnings: [...exceeded.map((message) => `${message}; ${AS_IF}`), ...tooLong] };
  const warnings = [
    ...tooLong,
    ...[check.entries, check.pointers].flatMap((message) =>
      message === null ? [] : [`${message}; what does not fit is streamed from DRAM`],
    ),
    ...(check.addressable === null ? [] : [`${check.addressable}; simulated as if it reached them all`]),
  ];
  const shares = overflowingShares(layer, streams, machine, check);
  if (shares.ofEntries + shares.ofPointers === 0) return { counts, warnings };
  return { counts: withStream(stored, machine, counts, { ...shares, passes, tileShare: 1 / 4 }), warnings };
}

const AS_IF = 'simulated as if it fitted';

function capacityFaults(messages: readonly string[], path: string): Fault[] {
  return messages.map((message) => ({ place: { path }, message, code: 'CAPACITY' }));
}

/** Half of a memory that is too small keeps what it can, the rest is streamed through the other half. */
function overflowingShares(layer: Layer, streams: HeldWeights, machine: Placing, check: CapacityCheck) {
  const entries = streams.entriesPerElement;
  const pointers = [pointersPerElement(layer.matrix, machine)];
  return {
    ofEntries: check.entries === null ? 0 : overflowingShare(entries, entryCapacity(machine) / 2),
    ofPointers: check.pointers === null ? 0 : overflowingShare(pointers, pointerCapacity(machine) / 2),
  };
}

/** Share of the items that lie beyond `kept` on their PE. */
function overflowingShare(held: ArrayLike<number>, kept: number): number {
  let all = 0;
  let beyond = 0;
  for (let p = 0; p < held.length; p++) {
    all += held[p];
    beyond += Math.max(0, held[p] - kept);
  }
  return beyond / all;
}

/** What of a layer is streamed, how often, and the share of the sparse-matrix memory that one tile takes. */
interface Streamed {
  readonly ofEntries: number;
  readonly ofPointers: number;
  /** Times that the same weights are fetched. */
  readonly passes: number;
  readonly tileShare: number;
}

/** Adds the stream to a layer's counts: commands and bytes of the DRAM, writes into the memories, and the time that computing does not hide. */
function withStream<Counts extends EieCounts>(
  stored: StoredBits,
  machine: Placing,
  counts: Counts,
  streamed: Streamed,
): Counts {
  const bits = shareOfBits(stored, streamed);
  const memoryBytes = machine.processingElements * machine.memories.sparseMatrix.capacityBytes * streamed.tileShare;
  const { cycles, actions, dram } = weightStream(bits, memoryBytes, counts.cycles, machine as unknown as Streaming);
  return { ...stretched(counts, cycles, { ...sramWrites(bits, machine), ...actions }), dram };
}

/** The stream is written into the PEs' memories line by line before it is read. */
function sramWrites(
  bits: StoredBits,
  { memories }: Reads<'memories.sparseMatrix.widthBits' | 'memories.pointers.widthBits'>,
) {
  return {
    'sparseMatrix.write': Math.ceil(
      (bits.codes + bits.indices + bits.padding + bits.bias) / memories.sparseMatrix.widthBits,
    ),
    'pointers.write': Math.ceil(bits.pointers / memories.pointers.widthBits),
  };
}

/** The same work in more cycles: the PEs wait (starved), clock and leakage go on. */
function stretched<Counts extends EieCounts>(
  counts: Counts,
  cycles: number,
  added: Readonly<Record<string, number>>,
): Counts {
  const wait = cycles - counts.cycles;
  const perCycle = Object.entries(counts.actionCounts)
    .filter(([name]) => name.endsWith('.leakage') || name === 'clockNetwork.cycle')
    .map(([name, count]): [string, number] => [name, (count / counts.cycles) * cycles]);
  return {
    ...counts,
    cycles,
    perProcessingElement: {
      ...counts.perProcessingElement,
      starved: counts.perProcessingElement.starved.map((starved) => starved + wait),
    },
    actionCounts: { ...counts.actionCounts, ...Object.fromEntries(perCycle), ...added },
  };
}
