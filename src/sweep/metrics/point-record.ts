import type { Chip } from '../../config/chip.ts';
import { type AreaReport, areaOf } from '../../energy/models/area.ts';
import type { Inferences, Totals } from '../../run/result.ts';
import type { SummedLayer } from '../../run/totals.ts';
import type { TrainedFigures } from '../training/trained-figures.ts';

/** What metrics are read from: the numbers of the result record of one point. */
export interface PointRecord {
  /** Records that have all numbers of the totals together, what costs before what was counted: of thousands of points the counts are one record. */
  readonly bare: readonly Partial<Totals>[];
  /** The same as one, made when it is asked for. */
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
  bare: PointRecord['bare'],
  inferences?: Inferences,
  training?: TrainedFigures,
): PointRecord {
  return new Point(hardware, bare, layers, inferences, training);
}

/** A class, for the same reason as in run/sum-costs.ts: one shape for all points. */
class Point implements PointRecord {
  readonly hardware: Chip;
  readonly bare: PointRecord['bare'];
  declare readonly inferences?: Inferences;
  declare readonly training?: TrainedFigures;
  readonly #layers: () => readonly SummedLayer[];

  constructor(
    hardware: Chip,
    bare: PointRecord['bare'],
    layers: () => readonly SummedLayer[],
    inferences: Inferences | undefined,
    training: TrainedFigures | undefined,
  ) {
    this.hardware = hardware;
    this.bare = bare;
    this.#layers = layers;
    if (inferences !== undefined) this.inferences = inferences;
    if (training !== undefined) this.training = training;
  }

  get totals(): Totals {
    return Object.assign({}, ...this.bare.toReversed()) as Totals;
  }

  get layers(): readonly SummedLayer[] {
    return this.#layers();
  }

  get area(): AreaReport {
    return areaOf(this.hardware);
  }
}
