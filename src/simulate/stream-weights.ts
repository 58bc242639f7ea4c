import { UserError } from '../base/user-error.ts';
import type { Hardware } from '../config/hardware.ts';
import type { EncodedStreams, Layer } from '../network/layer.ts';
import { checkCapacity, entryCapacity, pointerCapacity } from './capacity.ts';
import { type DramPart, dramPart } from './dram-parts.ts';
import { type DramStream, dramStream } from './dram-stream.ts';
import type { LayerCounts } from './run-counts.ts';
import {
  entriesPerElement,
  pointersPerElement,
  type StoredBits,
  shareOfBits,
  storedBits,
  totalBits,
} from './stored-bits.ts';

/** A layer's counts with what the home of its weights adds to them, and what did not fit. */
export interface PlacedLayer {
  readonly counts: LayerCounts;
  readonly warnings: readonly string[];
}

/**
 * Puts a layer's weights where the machine keeps them. Weights whose home is DRAM are streamed tile by tile through the two halves of the sparse-matrix
 * memory; of weights that do not fit (`overflow: stream`) half the memory keeps what it can and the two quarters left take the rest by turns.
 * Computing hides the next tile: time = the first tile + the slower of computing and the rest. All columns are streamed, whole bursts are charged:
 * which activations will be zero is not known in advance.
 * @throws UserError CAPACITY with `overflow: error` where the layer does not fit.
 */
export function placeWeights(
  layer: Layer,
  streams: EncodedStreams,
  hardware: Hardware,
  counts: LayerCounts,
): PlacedLayer {
  const { home, overflow } = hardware.weights;
  if (home === 'dram')
    return {
      counts: withStream(layer, streams, hardware, counts, { ofEntries: 1, ofPointers: 1, tileShare: 1 / 2 }),
      warnings: [],
    };
  const check = checkCapacity(layer, streams, hardware);
  const exceeded = Object.values(check).filter((message) => message !== null);
  if (exceeded.length === 0) return { counts, warnings: [] };
  if (overflow === 'error')
    throw new UserError(exceeded.map((message) => ({ place: { path: 'weights' }, message, code: 'CAPACITY' })));
  if (overflow === 'warn')
    return { counts, warnings: exceeded.map((message) => `${message}; simulated as if it fitted`) };
  const ofEntries =
    check.entries === null ? 0 : overflowingShare(entriesPerElement(streams), entryCapacity(hardware) / 2);
  const ofPointers =
    check.pointers === null
      ? 0
      : overflowingShare([pointersPerElement(layer.matrix, hardware)], pointerCapacity(hardware) / 2);
  const warnings = exceeded.map((message) => `${message}; what does not fit is streamed from DRAM`);
  if (ofEntries + ofPointers === 0) return { counts, warnings };
  return {
    counts: withStream(layer, streams, hardware, counts, { ofEntries, ofPointers, tileShare: 1 / 4 }),
    warnings,
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

/** What of a layer is streamed, and the share of the sparse-matrix memory that one tile takes. */
interface Streamed {
  readonly ofEntries: number;
  readonly ofPointers: number;
  readonly tileShare: number;
}

function withStream(
  layer: Layer,
  streams: EncodedStreams,
  hardware: Hardware,
  counts: LayerCounts,
  streamed: Streamed,
): LayerCounts {
  const bits = shareOfBits(storedBits(layer.matrix, streams, hardware), streamed.ofEntries, streamed.ofPointers);
  const part = dramPart(hardware.dram.part);
  const usefulBytes = Math.ceil(totalBits(bits) / 8);
  const bursts = Math.ceil(usefulBytes / part.lineBytes);
  const fetched = fetch(part, bursts, hardware.dram.channels);
  const tileBytes = tileOf(part, hardware, usefulBytes, streamed.tileShare);
  const start = fetch(part, Math.ceil(tileBytes / part.lineBytes), hardware.dram.channels);
  const computeNs = (counts.cycles * 1e9) / hardware.clockHz;
  const timeNs = start.timeNs + Math.max(computeNs, fetched.timeNs - start.timeNs);
  const cycles = Math.ceil((timeNs * hardware.clockHz) / 1e9);
  return {
    ...stretched(counts, cycles, {
      ...sramWrites(bits, hardware),
      ...commands(part, fetched, bursts, hardware.dram.channels, timeNs),
    }),
    dram: {
      usefulBytes,
      chargedBytes: bursts * part.lineBytes,
      burstBytes: part.lineBytes,
      bursts,
      bits,
      tiles: Math.ceil(usefulBytes / tileBytes),
      transferUs: fetched.timeNs / 1000,
      startUs: start.timeNs / 1000,
      computeCycles: counts.cycles,
      stallCycles: cycles - counts.cycles,
      bound: fetched.timeNs - start.timeNs > computeNs ? 'dram' : 'compute',
    },
  };
}

/** A tile is at most a DRAM row of each channel, although the memory may hold more: computing can begin once that has come. */
function tileOf(part: DramPart, hardware: Hardware, usefulBytes: number, tileShare: number): number {
  const memory = hardware.processingElements * hardware.memories.sparseMatrix.capacityBytes * tileShare;
  return Math.min(usefulBytes, memory, part.timing.linesPerRow * part.lineBytes * hardware.dram.channels);
}

interface Fetch {
  /** Of the fullest channel. */
  readonly stream: DramStream;
  readonly timeNs: number;
}

function fetch(part: DramPart, bursts: number, channels: number): Fetch {
  const stream = dramStream(part.timing, Math.ceil(bursts / channels));
  return { stream, timeNs: stream.cycles * part.timing.tCK_ns };
}

/** DRAM commands over all channels; refresh and standby go on for as long as the layer runs. */
function commands({ timing }: DramPart, { stream }: Fetch, bursts: number, channels: number, timeNs: number) {
  const clocks = Math.ceil(timeNs / timing.tCK_ns);
  return {
    'dram.read': bursts,
    'dram.transfer': bursts,
    'dram.activate': stream.activates * channels,
    'dram.refresh': Math.ceil(clocks / timing.REFI) * channels,
    'dram.standby': clocks * channels,
  };
}

/** The stream is written into the PEs' memories line by line before it is read. */
function sramWrites(bits: StoredBits, { memories }: Hardware) {
  return {
    'sparseMatrix.write': Math.ceil(
      (bits.codes + bits.indices + bits.padding + bits.bias) / memories.sparseMatrix.widthBits,
    ),
    'pointers.write': Math.ceil(bits.pointers / memories.pointers.widthBits),
  };
}

/** The same work in more cycles: the PEs wait (starved), clock and leakage go on. */
function stretched(counts: LayerCounts, cycles: number, added: Readonly<Record<string, number>>): LayerCounts {
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
