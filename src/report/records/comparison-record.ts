import type { MeasuredBeside } from '../../run/platforms/machine-rows.ts';
import type { SweepAxis, SweepMachine } from './sweep-record.ts';

/** One number of two or more results. */
export interface ComparedMetric {
  /** Layer or point; `total` for the whole. */
  readonly label: string;
  /** Path in the result record. */
  readonly metric: string;
  /** One value a result, the baseline first; null where it has none. */
  readonly values: readonly (number | null)[];
  /** Of sweeps where the point lies: axis -> value. */
  readonly axes?: Readonly<Record<string, string | number>>;
}

/** What the comparison charts read. */
export interface ComparisonRecord {
  readonly kind: 'comparison';
  /** Names of the results, the baseline first. */
  readonly names: readonly string[];
  /** Of sweeps their axes, outermost first. */
  readonly axes?: readonly SweepAxis[];
  readonly rows: readonly ComparedMetric[];
  /** Of sweeps over machines those machines. */
  readonly machines?: readonly SweepMachine[];
  /** What is known of the validation of the machine of a result, by its name. */
  readonly validation?: Readonly<Record<string, string>>;
  /** What was measured of the same layers. */
  readonly measured?: MeasuredBeside;
}
