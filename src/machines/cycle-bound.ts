/** What a part of the cycles is spent on: reading activations, queue positions, entries of the PE that is last, columns that hold nothing for it, the way through the pipeline, weights that come from DRAM. */
export type CycleBoundKind = 'scan' | 'queue' | 'work' | 'empty columns' | 'pipeline' | 'memory';

/** A part of a layer's cycles, and what it is spent on. All parts of a layer add up to its cycles. */
export interface CycleBound {
  readonly kind: CycleBoundKind;
  /** For people: `scan, a hit each`. */
  readonly title: string;
  readonly cycles: number;
  /** What would make it shorter. */
  readonly shorter: string;
  /** The processing element that works meanwhile, where it is one. */
  readonly processingElement?: number;
}
