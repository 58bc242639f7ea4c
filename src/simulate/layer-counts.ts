import type { DramTraffic } from './dram/dram-traffic.ts';

/** One number for each PE: of one product 32 bits hold it, of the sum over the positions of a convolution they may not. */
export type PerElement = Uint32Array | Float64Array;

/** What every machine counts of a layer; no joules. A machine adds counters of its own, and lists of some of them with a number for each PE. */
export interface LayerCounts {
  readonly cycles: number;
  readonly multiplyAccumulates: number;
  readonly denseMultiplyAccumulates: number;
  readonly perProcessingElement?: Readonly<Record<string, PerElement>>;
  readonly saturations: { readonly weight: number; readonly activation: number; readonly accumulator: number };
  /** `component.action` -> count; leakage actions are cycles x instances. */
  readonly actionCounts: Readonly<Record<string, number>>;
  /** Where weights came from DRAM. */
  readonly dram?: DramTraffic;
  /** Outputs (rows values) of each product; empty when none were asked for. */
  readonly outputs: Float32Array;
}

/** A layer's counts with what the home of its weights adds to them, and what did not fit. */
export interface PlacedLayer<Counts extends LayerCounts = LayerCounts> {
  readonly counts: Counts;
  readonly warnings: readonly string[];
}
