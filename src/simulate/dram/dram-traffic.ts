import type { StoredBits } from '../weights/stored-bits.ts';

/** What went through a shared buffer. */
export interface BufferTraffic {
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** Share of what is fetched that it holds until it is asked for again. */
  readonly keptShare: number;
}

/** What a layer fetched from DRAM, and what that did to its time. */
export interface DramTraffic {
  /** What was asked for, in bytes: bits of each kind as stored, and activations. */
  readonly usefulBytes: number;
  /** What was moved: whole bursts. */
  readonly chargedBytes: number;
  readonly burstBytes: number;
  readonly bursts: number;
  readonly bits: StoredBits;
  /** Where no memory of the machine holds them: inputs and sums. */
  readonly activations?: { readonly readBytes: number; readonly writtenBytes: number };
  /** Loads of the stream half of the sparse-matrix memory. */
  readonly tiles: number;
  /** Time of the whole transfer, and of its first tile, which nothing hides. */
  readonly transferUs: number;
  readonly startUs: number;
  /** Cycles of the computation alone. */
  readonly computeCycles: number;
  /** Cycles that the layer takes longer for its DRAM. */
  readonly stallCycles: number;
  readonly bound: 'compute' | 'dram' | 'buffer';
  /** What went through the buffer between DRAM and the PEs, where there is one; `bits` are then what it fetched. */
  readonly buffer?: BufferTraffic;
}
