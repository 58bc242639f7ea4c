/** One point of a sweep: where it lies on the axes, and what came out. */
export interface SweepPoint {
  readonly index?: number;
  /** Axis name -> value; without an axis that the machine of the point does not have. */
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

/** An axis; a value's unit ends its name or stands in `unit`. */
export interface SweepAxis {
  readonly name: string;
  readonly unit?: string;
}

/** A machine of the axis `machine`: the value of the axis, the name of the machine, and what is known of its numbers. */
export interface SweepMachine {
  readonly value: string;
  readonly name: string;
  readonly validation?: string;
  readonly bound?: string;
}

/** What the charts read of a sweep. Metric names are paths of the result record (`timeUs`, `energyPj.total`) or the sweep's own. */
export interface SweepRecord {
  readonly kind: 'sweep';
  readonly name: string;
  /** Outermost first. */
  readonly axes: readonly SweepAxis[];
  /** Where the machine is an axis. */
  readonly machines?: readonly SweepMachine[];
  readonly metrics: readonly string[];
  /** The two or three metrics of the front; where it is missing, the first two that are costs (time, energy, power, area). */
  readonly pareto?: readonly FrontMetric[];
  readonly points: readonly SweepPoint[];
  /** Index of the best point, null where none meets its condition. */
  readonly best?: { readonly point: number | null };
  /** Axis values of the points that the others are compared with. */
  readonly baseline?: Readonly<Record<string, string | number>>;
}
