import type { SramMemory } from '../../config/memories.ts';
import type { BufferTraffic } from '../dram/dram-traffic.ts';
import { type StoredBits, type StreamedBits, totalBits } from './stored-bits.ts';

/** A stream behind a buffer: what still goes to DRAM and comes from there, and what the buffer does for it. */
export interface Buffered {
  /** Bits that are read from DRAM. */
  readonly bits: StoredBits;
  /** Bits that are written to DRAM. */
  readonly writtenBits: number;
  /** Cycles in which the buffer is busy. */
  readonly cycles: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly traffic?: BufferTraffic;
}

/** What goes along with weights. */
export interface MovedBeside {
  /** Outputs, which are written to DRAM once. */
  readonly outputBits?: number;
  /** Inputs that differ, where some of `activations` come several times. */
  readonly uniqueInputBits?: number;
  /** Partial sums that leave the chip for want of room and come back as often: bits one way, and those of them that lie there at one time. */
  readonly sums?: { readonly bits: number; readonly unique: number };
}

/**
 * A stream through a buffer that all PEs share. What comes from DRAM is written into it, what the PEs get is read from it, and what they write goes in first. It keeps
 * the same share of everything that differs, as much as it has room for: this share of weights and inputs comes from DRAM once, however often it is asked for, and this
 * share of the partial sums never goes there; the rest comes and goes each time. Each bank does one access in a cycle. Without a buffer the stream is what it was.
 */
export function throughBuffer(
  { fetches = 1, ...asked }: StreamedBits,
  buffer: SramMemory | undefined,
  { outputBits = 0, uniqueInputBits = asked.activations ?? 0, sums = NONE }: MovedBeside,
): Buffered {
  const inputs = asked.activations ?? 0;
  const moved = (weights: StoredBits, inputBits: number, sumBits: number) => ({
    bits: { ...weights, ...(inputBits + sumBits > 0 && { activations: inputBits + sumBits }) },
    writtenBits: outputBits + sumBits,
  });
  if (buffer === undefined) return { ...moved(asked, inputs, sums.bits), cycles: 0, actions: {} };
  const { activations: _, ...weights } = asked;
  const ofWeights = totalBits(weights);
  const { codes, indices, padding, pointers, bias, codebook } = weights;
  // the codebook comes once
  const unique = (ofWeights - codebook) / fetches + codebook + uniqueInputBits + sums.unique;
  const kept = unique === 0 ? 1 : Math.min(1, (buffer.capacityBytes * 8) / unique);
  const again = 1 - kept;
  const fetched = (bits: number) => Math.ceil((bits / fetches) * (1 + (fetches - 1) * again));
  const { bits, writtenBits } = moved(
    {
      codes: fetched(codes),
      indices: fetched(indices),
      padding: fetched(padding),
      pointers: fetched(pointers),
      bias: fetched(bias),
      codebook,
    },
    Math.ceil(uniqueInputBits + (inputs - uniqueInputBits) * again),
    Math.ceil(sums.bits * again),
  );
  const words = (count: number) => Math.ceil(count / buffer.widthBits);
  const [given, taken] = [ofWeights + inputs + sums.bits, outputBits + sums.bits];
  const writes = words(totalBits(bits)) + words(taken);
  const reads = words(given) + words(writtenBits);
  return {
    bits,
    writtenBits,
    cycles: Math.ceil((reads + writes) / buffer.banks),
    actions: { 'buffer.read': reads, 'buffer.write': writes },
    traffic: {
      readBytes: Math.ceil((given + writtenBits) / 8),
      writtenBytes: Math.ceil((totalBits(bits) + taken) / 8),
      keptShare: kept,
    },
  };
}

const NONE = { bits: 0, unique: 0 };
