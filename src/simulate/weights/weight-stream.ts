import type { Chip } from '../../config/chip.ts';
import { type DramPart, dramPart } from '../../config/dram-parts.ts';
import { type DramStream, dramStream } from '../dram/dram-stream.ts';
import type { DramTraffic } from '../dram/dram-traffic.ts';
import { type StoredBits, totalBits } from './stored-bits.ts';

/** Weights that come from DRAM while a layer is computed. */
export interface WeightStream {
  /** Of the layer, computing and what of the transfer it does not hide. */
  readonly cycles: number;
  /** DRAM commands, `dram.action` -> count. */
  readonly actions: Readonly<Record<string, number>>;
  readonly dram: DramTraffic;
}

/**
 * Streams bits from DRAM tile by tile, double-buffered against computing: time = the first tile + the slower of computing and the rest. Whole bursts are moved.
 * @param tileMemoryBytes what the machine has room for in one tile, over all PEs
 * @throws UserError UNKNOWN_NAME for an unknown DRAM part
 */
export function weightStream(
  bits: StoredBits,
  tileMemoryBytes: number,
  computeCycles: number,
  { clockHz, dram }: Pick<Chip, 'clockHz' | 'dram'>,
): WeightStream {
  const part = dramPart(dram.part);
  const usefulBytes = Math.ceil(totalBits(bits) / 8);
  const bursts = Math.ceil(usefulBytes / part.lineBytes);
  const fetched = fetch(part, bursts, dram.channels);
  const tileBytes = tileOf(part, dram.channels, usefulBytes, tileMemoryBytes);
  const start = fetch(part, Math.ceil(tileBytes / part.lineBytes), dram.channels);
  const computeNs = (computeCycles * 1e9) / clockHz;
  const timeNs = start.timeNs + Math.max(computeNs, fetched.timeNs - start.timeNs);
  const cycles = Math.ceil((timeNs * clockHz) / 1e9);
  return {
    cycles,
    actions: commands(part, fetched, bursts, dram.channels, timeNs),
    dram: {
      usefulBytes,
      chargedBytes: bursts * part.lineBytes,
      burstBytes: part.lineBytes,
      bursts,
      bits,
      tiles: usefulBytes === 0 ? 0 : Math.ceil(usefulBytes / tileBytes),
      transferUs: fetched.timeNs / 1000,
      startUs: start.timeNs / 1000,
      computeCycles,
      stallCycles: cycles - computeCycles,
      bound: fetched.timeNs - start.timeNs > computeNs ? 'dram' : 'compute',
    },
  };
}

/** A tile is at most a DRAM row of each channel, although the memory may hold more: computing can begin once that has come. */
function tileOf(part: DramPart, channels: number, usefulBytes: number, memoryBytes: number): number {
  return Math.min(usefulBytes, memoryBytes, part.timing.linesPerRow * part.lineBytes * channels);
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
