/** One point of a sweep: where it lies on the axes, and what came out. */
export interface SweepPoint {
  /** Axis name -> value. */
  readonly axes: Readonly<Record<string, string | number>>;
  /** Metric name -> value of the whole network; null where it has none. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** The same metrics for each layer, where the sweep kept them. */
  readonly layers?: readonly { readonly name: string; readonly metrics: Readonly<Record<string, number | null>> }[];
  /** Whether no other point is better in every metric of the front. */
  readonly onParetoFront?: boolean;
  /** Why the point failed; its metrics are then empty. */
  readonly error?: string;
}

/** A metric of the Pareto front, and which end of it is good. */
export interface FrontMetric {
  readonly metric: string;
  readonly better: 'low' | 'high';
}

/** What the charts read of a sweep. Metric names are paths of the result record (`timeUs`, `energyPj.total`) or the sweep's own. */
export interface SweepRecord {
  readonly kind: 'sweep';
  readonly name: string;
  /** Outermost first; a value's unit ends the axis name or stands in `unit`. */
  readonly axes: readonly { readonly name: string; readonly unit?: string }[];
  readonly metrics: readonly string[];
  /** The two metrics of the front; where it is missing, the first two that are costs (time, energy, power, area). */
  readonly pareto?: readonly [FrontMetric, FrontMetric];
  readonly points: readonly SweepPoint[];
}
