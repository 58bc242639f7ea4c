import type { Chip } from '../../config/chip.ts';
import { type AreaReport, areaOf } from '../../energy/models/area.ts';
import type { Inferences, Totals } from '../../run/result.ts';
import type { SummedLayer } from '../../run/totals.ts';
import type { TrainedFigures } from '../training/trained-figures.ts';

/** What metrics are read from: the numbers of the result record of one point. */
export interface PointRecord {
  readonly totals: Totals;
  /** Made when a metric asks for them. */
  readonly layers: readonly SummedLayer[];
  readonly inferences?: Inferences;
  /** Of a network that the sweep trained. */
  readonly training?: TrainedFigures;
  readonly hardware: Chip;
  /** Computed when a metric asks for it. */
  readonly area: AreaReport;
}

export function pointRecord(
  hardware: Chip,
  layers: () => readonly SummedLayer[],
  totals: Totals,
  inferences?: Inferences,
  training?: TrainedFigures,
): PointRecord {
  return {
    totals,
    ...(inferences && { inferences }),
    ...(training && { training }),
    hardware,
    get layers() {
      return layers();
    },
    get area() {
      return areaOf(hardware);
    },
  };
}
