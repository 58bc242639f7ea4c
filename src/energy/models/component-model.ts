import type { Chip } from '../../config/chip.ts';
import type { Provenance } from '../energy-report.ts';

/** What a model says about one action of one component on one machine; energyPj is not rounded yet. */
export interface ModelPrice {
  readonly energyPj: number;
  readonly source: string;
  readonly provenance: Provenance;
  /** By which of several rules it was computed, in a few words. */
  readonly rule?: string;
  readonly warnings: readonly string[];
  /** Whether the figure is such that sweeps keep its points out of their best point and front. */
  readonly doubtful?: boolean;
}

/** Prices an action from the hardware config; a table row names it with `model:`. */
export type ComponentModel = (hardware: Chip, component: string, action: string) => ModelPrice;

/** Energy of a power over one clock period, in pJ: 1 mW for 1 ns is 1 pJ. */
export function energyPerCyclePj(powerMw: number, clockHz: number): number {
  return (powerMw * 1e9) / clockHz;
}
