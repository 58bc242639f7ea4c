import { type DramPart, dramPart } from '../../config/dram-parts.ts';
import { type DramStream, dramStream } from '../../simulate/dram/dram-stream.ts';
import type { LayerCounts } from '../../simulate/layer-counts.ts';
import { type StoredBits, shareOfBits, totalBits } from '../../simulate/weights/stored-bits.ts';
import type { Eie } from './schema.ts';

/** What of a layer is streamed, how often, and the share of the sparse-matrix memory that one tile takes. */
export interface Streamed {
  readonly ofEntries: number;
  readonly ofPointers: number;
  /** Times that the same weights are fetched. */
  readonly passes: number;
  readonly tileShare: number;
}

/** Adds the stream to a layer's counts: commands and bytes of the DRAM, writes into the memories, and the time that computing does not hide. */
export function withStream<Counts extends LayerCounts>(
  stored: StoredBits,
  hardware: Eie,
  counts: Counts,
  streamed: Streamed,
): Counts {
  const bits = shareOfBits(stored, streamed);
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
      tiles: usefulBytes === 0 ? 0 : Math.ceil(usefulBytes / tileBytes),
      transferUs: fetched.timeNs / 1000,
      startUs: start.timeNs / 1000,
      computeCycles: counts.cycles,
      stallCycles: cycles - counts.cycles,
      bound: fetched.timeNs - start.timeNs > computeNs ? 'dram' : 'compute',
    },
  };
}

/** A tile is at most a DRAM row of each channel, although the memory may hold more: computing can begin once that has come. */
function tileOf(part: DramPart, hardware: Eie, usefulBytes: number, tileShare: number): number {
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
function sramWrites(bits: StoredBits, { memories }: Eie) {
  return {
    'sparseMatrix.write': Math.ceil(
      (bits.codes + bits.indices + bits.padding + bits.bias) / memories.sparseMatrix.widthBits,
    ),
    'pointers.write': Math.ceil(bits.pointers / memories.pointers.widthBits),
  };
}

/** The same work in more cycles: the PEs wait (starved), clock and leakage go on. */
function stretched<Counts extends LayerCounts>(
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
