import type { DramTraffic } from './dram/dram-traffic.ts';

/** One number for each PE: of one product 32 bits hold it, of the sum over the positions of a convolution they may not. */
export type PerElement = Uint32Array | Float64Array;

/** Cycles, waits and outputs of one layer on one machine; no joules. Counts are over all PEs unless the name says otherwise. */
export interface LayerCounts {
  readonly cycles: number;
  /** Entries of the active columns (bias included where present) / PEs. */
  readonly theoreticalCycles: number;
  readonly broadcasts: number;
  readonly multiplyAccumulates: number;
  readonly denseMultiplyAccumulates: number;
  /** Cycles in which the broadcast waited for a full queue (global). */
  readonly stallCycles: number;
  readonly perProcessingElement: {
    readonly busy: PerElement;
    readonly emptyColumn: PerElement;
    readonly starved: PerElement;
    readonly blocked: PerElement;
    readonly bypasses: PerElement;
  };
  readonly saturations: { readonly weight: number; readonly activation: number; readonly accumulator: number };
  /** `component.action` -> count; leakage actions are cycles x instances. */
  readonly actionCounts: Readonly<Record<string, number>>;
  /** Where weights came from DRAM. */
  readonly dram?: DramTraffic;
  /** Output vector (rows values); empty when no outputs were asked for. */
  readonly outputs: Float32Array;
}
