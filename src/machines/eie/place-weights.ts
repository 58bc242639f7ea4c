import { UserError } from '../../base/user-error.ts';
import { dramPart } from '../../config/dram-parts.ts';
import type { EncodedStreams, Layer } from '../../network/layer.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import { type CapacityCheck, checkCapacity, entryCapacity, pointerCapacity } from './capacity.ts';
import { entriesPerElement, pointersPerElement, storedBits } from './layer-bits.ts';
import type { Eie } from './schema.ts';
import { withStream } from './weight-stream.ts';

/** A layer's counts with what the home of its weights adds to them, and what did not fit. */
export interface PlacedLayer<Counts extends LayerCounts = LayerCounts> {
  readonly counts: Counts;
  readonly warnings: readonly string[];
}

/**
 * Puts a layer's weights where the machine keeps them. Weights whose home is DRAM are streamed tile by tile through the two halves of the sparse-matrix
 * memory; of weights that do not fit (`overflow: stream`) half the memory keeps what it can and the two quarters left take the rest by turns.
 * Computing hides the next tile: time = the first tile + the slower of computing and the rest. All columns are streamed, whole bursts are charged:
 * which activations will be zero is not known in advance.
 * `products`: how often the matrix is used.
 * @throws UserError CAPACITY with `overflow: error` where the layer does not fit, UNKNOWN_NAME for an unknown DRAM part.
 */
export function placeWeights<Counts extends LayerCounts>(
  layer: Layer,
  streams: EncodedStreams,
  hardware: Eie,
  counts: Counts,
  products = 1,
): PlacedLayer<Counts> {
  const { home, overflow } = hardware.weights;
  dramPart(hardware.dram.part); // a misspelt part is told even where nothing is read from it
  const check = checkCapacity(layer, streams, hardware);
  const stored = storedBits(layer.matrix, streams, hardware);
  // what fits stays while one matrix is used for many products; what does not is fetched for each
  const passes = check.entries === null && check.pointers === null ? 1 : products;
  if (home === 'dram') {
    const all = { ofEntries: 1, ofPointers: 1, passes, tileShare: 1 / 2 };
    return { counts: withStream(stored, hardware, counts, all), warnings: [] };
  }
  const exceeded = Object.values(check).filter((message) => message !== null);
  if (exceeded.length === 0) return { counts, warnings: [] };
  if (overflow === 'error')
    throw new UserError(exceeded.map((message) => ({ place: { path: 'weights' }, message, code: 'CAPACITY' })));
  if (overflow === 'warn')
    return { counts, warnings: exceeded.map((message) => `${message}; simulated as if it fitted`) };
  const warnings = [
    ...[check.entries, check.pointers].flatMap((message) =>
      message === null ? [] : [`${message}; what does not fit is streamed from DRAM`],
    ),
    ...(check.addressable === null ? [] : [`${check.addressable}; simulated as if it reached them all`]),
  ];
  const shares = overflowingShares(layer, streams, hardware, check);
  if (shares.ofEntries + shares.ofPointers === 0) return { counts, warnings };
  return { counts: withStream(stored, hardware, counts, { ...shares, passes, tileShare: 1 / 4 }), warnings };
}

/** Half of a memory that is too small keeps what it can, the rest is streamed through the other half. */
function overflowingShares(layer: Layer, streams: EncodedStreams, hardware: Eie, check: CapacityCheck) {
  const entries = entriesPerElement(streams);
  const pointers = [pointersPerElement(layer.matrix, hardware)];
  return {
    ofEntries: check.entries === null ? 0 : overflowingShare(entries, entryCapacity(hardware) / 2),
    ofPointers: check.pointers === null ? 0 : overflowingShare(pointers, pointerCapacity(hardware) / 2),
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
