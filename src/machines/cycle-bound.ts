/** A part of a layer's cycles, and what it is spent on. All parts of a layer add up to its cycles. */
export interface CycleBound {
  /** For people: `scan, a hit each`. */
  readonly title: string;
  readonly cycles: number;
  /** What would make it shorter. */
  readonly shorter: string;
  /** The processing element that works meanwhile, where it is one. */
  readonly processingElement?: number;
}
