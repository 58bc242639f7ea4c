import type { EnergyReport } from '../../energy/energy-report.ts';

/** One machine of the ladder from dense DRAM to EIE, on the same network. */
export interface LadderRung {
  readonly name: string;
  readonly timeUs: number;
  readonly energyPj: EnergyReport;
  /** Factor that the paper claims for the step from the rung before; null where it claims none. */
  readonly publishedFactor: number | null;
}

/** What the ladder chart reads. */
export interface LadderRecord {
  readonly kind: 'ladder';
  readonly network: string;
  readonly rungs: readonly LadderRung[];
}
