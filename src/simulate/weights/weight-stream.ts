import type { Chip } from '../../config/chip.ts';
import { type DramPart, dramPart } from '../../config/dram-parts.ts';
import { type DramStream, dramStream } from '../dram/dram-stream.ts';
import type { DramTraffic } from '../dram/dram-traffic.ts';
import { type Buffered, type MovedBeside, throughBuffer } from './shared-buffer.ts';
import { type StoredBits, type StreamedBits, totalBits } from './stored-bits.ts';

/** Weights that come from DRAM while a layer is computed. */
export interface WeightStream {
  /** Of the layer, computing and what of the transfer it does not hide. */
  readonly cycles: number;
  /** DRAM commands, `dram.action` -> count. */
  readonly actions: Readonly<Record<string, number>>;
  readonly dram: DramTraffic;
}

/** What else goes through the same DRAM. */
export interface AlsoMoved extends MovedBeside {
  /** What fetches the bits, where that is not the DRAM part as it is known. */
  readonly bytesPerSecond?: number | undefined;
}

/**
 * Streams bits from DRAM tile by tile, double-buffered against computing: time = the first tile + the slower of computing and the rest. Whole bursts are moved.
 * @param tileMemoryBytes what the machine has room for in one tile, over all PEs
 * @throws UserError UNKNOWN_NAME for an unknown DRAM part
 */
export function weightStream(
  bits: StreamedBits,
  tileMemoryBytes: number,
  computeCycles: number,
  { clockHz, dram, buffer }: Streaming,
  also: AlsoMoved = {},
): WeightStream {
  const moved = movedBy(throughBuffer(bits, buffer, also), dram);
  const { part, usefulBytes, fetched } = moved;
  const tileBytes = tileOf(part, dram.channels, usefulBytes, tileMemoryBytes);
  const start = fetch(part, Math.ceil(tileBytes / part.lineBytes), dram.channels);
  const computeNs = (computeCycles * 1e9) / clockHz;
  const bufferNs = (moved.buffered.cycles * 1e9) / clockHz;
  const timeNs = start.timeNs + Math.max(computeNs, fetched.timeNs - start.timeNs, bufferNs);
  const cycles = Math.ceil((timeNs * clockHz) / 1e9);
  return recorded(moved, { cycles, computeCycles, timeNs, startNs: start.timeNs, tileBytes, computeNs, bufferNs });
}

/** The same where it is known how long the layer takes with its DRAM: what is moved in that time. */
export function streamDuring(
  bits: StreamedBits,
  cycles: number,
  computeCycles: number,
  { clockHz, dram, buffer }: Streaming,
  also: AlsoMoved = {},
): WeightStream {
  const moved = movedBy(throughBuffer(bits, buffer, also), dram);
  const [timeNs, computeNs] = [cycles, computeCycles].map((count) => (count * 1e9) / clockHz);
  const tileBytes = tileOf(moved.part, dram.channels, moved.usefulBytes, Number.POSITIVE_INFINITY);
  const rate = also.bytesPerSecond;
  const fetched = rate === undefined ? moved.fetched : { ...moved.fetched, timeNs: (moved.usefulBytes * 1e9) / rate };
  return recorded(
    { ...moved, fetched },
    { cycles, computeCycles, timeNs, startNs: 0, tileBytes, computeNs, bufferNs: 0 },
  );
}

/** What of a machine decides how fast and through what its weights come. */
export type Streaming = Pick<Chip, 'clockHz' | 'dram' | 'buffer'>;

interface Moved {
  readonly buffered: Buffered;
  readonly activations?: DramTraffic['activations'];
  readonly bits: StoredBits;
  readonly part: DramPart;
  readonly channels: number;
  readonly usefulBytes: number;
  readonly readBursts: number;
  readonly writtenBursts: number;
  readonly fetched: Fetch;
}

function movedBy(buffered: Buffered, dram: Chip['dram']): Moved {
  const { bits, writtenBits } = buffered;
  const part = dramPart(dram.part);
  const readBytes = Math.ceil(totalBits(bits) / 8);
  const writtenBytes = Math.ceil(writtenBits / 8);
  const [readBursts, writtenBursts] = [readBytes, writtenBytes].map((bytes) => Math.ceil(bytes / part.lineBytes));
  const activations = { readBytes: Math.ceil((bits.activations ?? 0) / 8), writtenBytes };
  return {
    buffered,
    bits,
    ...(activations.readBytes + writtenBytes > 0 && { activations }),
    part,
    channels: dram.channels,
    usefulBytes: readBytes + writtenBytes,
    readBursts,
    writtenBursts,
    fetched: fetch(part, readBursts + writtenBursts, dram.channels),
  };
}

interface Taken {
  readonly cycles: number;
  readonly computeCycles: number;
  readonly timeNs: number;
  readonly computeNs: number;
  readonly bufferNs: number;
  readonly startNs: number;
  readonly tileBytes: number;
}

function recorded(moved: Moved, taken: Taken): WeightStream {
  const { bits, activations, part, usefulBytes, readBursts, writtenBursts, fetched } = moved;
  const { cycles, computeCycles, timeNs, startNs, tileBytes } = taken;
  const bursts = readBursts + writtenBursts;
  return {
    cycles,
    actions: { ...commands(moved, timeNs), ...moved.buffered.actions },
    dram: {
      usefulBytes,
      chargedBytes: bursts * part.lineBytes,
      burstBytes: part.lineBytes,
      bursts,
      bits,
      ...(activations && { activations }),
      tiles: usefulBytes === 0 ? 0 : Math.ceil(usefulBytes / tileBytes),
      transferUs: fetched.timeNs / 1000,
      startUs: startNs / 1000,
      computeCycles,
      stallCycles: cycles - computeCycles,
      bound: boundOf(fetched.timeNs - startNs, taken),
      ...(moved.buffered.traffic && { buffer: moved.buffered.traffic }),
    },
  };
}

function boundOf(dramNs: number, { computeNs, bufferNs }: Taken): DramTraffic['bound'] {
  if (bufferNs > Math.max(dramNs, computeNs)) return 'buffer';
  return dramNs > computeNs ? 'dram' : 'compute';
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
function commands({ part: { timing }, channels, readBursts, writtenBursts, fetched }: Moved, timeNs: number) {
  const clocks = Math.ceil(timeNs / timing.tCK_ns);
  return {
    'dram.read': readBursts,
    ...(writtenBursts > 0 && { 'dram.write': writtenBursts }),
    'dram.transfer': readBursts + writtenBursts,
    'dram.activate': fetched.stream.activates * channels,
    'dram.refresh': Math.ceil(clocks / timing.REFI) * channels,
    'dram.standby': clocks * channels,
  };
}
