import type { SramMemory } from '../../config/memories.ts';
import type { BufferTraffic } from '../dram/dram-traffic.ts';
import { type StoredBits, type StreamedBits, totalBits } from './stored-bits.ts';

/** A stream behind a buffer: what still comes from DRAM, and what the buffer does for it. */
export interface Buffered {
  /** Bits that are read from DRAM. */
  readonly bits: StoredBits;
  /** Cycles in which the buffer is busy. */
  readonly cycles: number;
  readonly actions: Readonly<Record<string, number>>;
  readonly traffic?: BufferTraffic;
}

/** What is known of a stream beside its bits. */
interface Known {
  readonly writtenBits?: number;
  readonly uniqueActivationBits?: number;
}

/**
 * A stream through a buffer that all PEs share. What comes from DRAM is written into it, what the PEs get is read from it, and what is written back passes through. It keeps
 * the same share of everything, as much as it has room for, so that this share comes from DRAM once, however often it is asked for; the rest comes each time. Each bank
 * does one access in a cycle. Without a buffer the stream is what it was.
 */
export function throughBuffer(
  { fetches = 1, ...asked }: StreamedBits,
  buffer: SramMemory | undefined,
  { writtenBits = 0, uniqueActivationBits = asked.activations ?? 0 }: Known,
): Buffered {
  if (buffer === undefined) return { bits: asked, cycles: 0, actions: {} };
  const activations = asked.activations ?? 0;
  const all = totalBits(asked);
  const { codes, indices, padding, pointers, bias, codebook } = asked;
  // the codebook comes once
  const unique = (all - activations - codebook) / fetches + codebook + uniqueActivationBits;
  const kept = unique === 0 ? 1 : Math.min(1, (buffer.capacityBytes * 8) / unique);
  const again = 1 - kept;
  const fetched = (bits: number) => Math.ceil((bits / fetches) * (1 + (fetches - 1) * again));
  const bits = {
    codes: fetched(codes),
    indices: fetched(indices),
    padding: fetched(padding),
    pointers: fetched(pointers),
    bias: fetched(bias),
    codebook,
    ...(activations > 0 && {
      activations: Math.ceil(uniqueActivationBits + (activations - uniqueActivationBits) * again),
    }),
  };
  const words = (count: number) => Math.ceil(count / buffer.widthBits);
  const writes = words(totalBits(bits)) + words(writtenBits);
  const reads = words(all) + words(writtenBits);
  return {
    bits,
    cycles: Math.ceil((reads + writes) / buffer.banks),
    actions: { 'buffer.read': reads, 'buffer.write': writes },
    traffic: {
      readBytes: Math.ceil((all + writtenBits) / 8),
      writtenBytes: Math.ceil((totalBits(bits) + writtenBits) / 8),
      keptShare: kept,
    },
  };
}
