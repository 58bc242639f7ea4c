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
  return new Point(hardware, totals, layers, inferences, training);
}

/** A class, for the same reason as in run/sum-costs.ts: one shape for all points. */
class Point implements PointRecord {
  readonly hardware: Chip;
  readonly totals: Totals;
  declare readonly inferences?: Inferences;
  declare readonly training?: TrainedFigures;
  readonly #layers: () => readonly SummedLayer[];

  constructor(
    hardware: Chip,
    totals: Totals,
    layers: () => readonly SummedLayer[],
    inferences: Inferences | undefined,
    training: TrainedFigures | undefined,
  ) {
    this.hardware = hardware;
    this.totals = totals;
    this.#layers = layers;
    if (inferences !== undefined) this.inferences = inferences;
    if (training !== undefined) this.training = training;
  }

  get layers(): readonly SummedLayer[] {
    return this.#layers();
  }

  get area(): AreaReport {
    return areaOf(this.hardware);
  }
}
