import type { MeasuredBeside } from '../run/platforms/machine-rows.ts';
import type { SweptMachineRecord } from '../sweep/sweep-result.ts';

/** One number of two or more results. */
export interface ComparedNumber {
  /** Layer or point; `total` for the whole of a run. */
  readonly label: string;
  /** Path in the result record, or the name of a sweep's metric. */
  readonly metric: string;
  /** One value a result, the baseline first; null where it has none. */
  readonly values: readonly (number | null)[];
  /** Value less that of the baseline. */
  readonly differences: readonly (number | null)[];
  /** Value over that of the baseline, less 1. */
  readonly relativeDifferences: readonly (number | null)[];
  /** Of sweeps where the point lies: axis -> value. */
  readonly axes?: Readonly<Record<string, string | number>>;
}

/** A key of the configs, the prices or the network that is not the same everywhere. */
export interface ChangedKey {
  readonly key: string;
  readonly values: readonly (string | number | boolean | null)[];
  /** Where each value comes from: the file, or the source of a price. */
  readonly origins: readonly string[];
}

/** The record of a comparison (`comparison.json`). */
export interface Comparison {
  readonly schemaVersion: 1;
  readonly kind: 'comparison';
  readonly tool: { readonly name: 'picojoule'; readonly version: string };
  /** The command that made it; absent where it was made from code. */
  readonly command?: string;
  readonly of: 'runs' | 'sweeps';
  /** Names of the results, the baseline first. */
  readonly names: readonly string[];
  /** Of sweeps their axes, outermost first. */
  readonly axes?: readonly { readonly name: string; readonly unit?: string }[];
  readonly rows: readonly ComparedNumber[];
  /** Of sweeps over machines those machines. */
  readonly machines?: readonly Pick<SweptMachineRecord, 'value' | 'name' | 'validation' | 'bound'>[];
  /** What is known of the validation of the machine of a result, by the name of the result: that it is a model which nobody validated. */
  readonly validation?: Readonly<Record<string, string>>;
  readonly changes: readonly ChangedKey[];
  /** Of runs what was measured of their layers on real machines. */
  readonly measured?: MeasuredBeside;
  /** What a reader must know before setting the numbers beside each other. */
  readonly warnings: readonly string[];
}

/** A row with its differences from the first value. */
export function comparedNumber(label: string, metric: string, values: readonly (number | null)[]): ComparedNumber {
  const [base] = values;
  const differences = values.map((value) => (value === null || base === null ? null : value - base));
  const relativeDifferences = values.map((value) => {
    if (value === null || base === null) return null;
    if (value === base) return 0;
    return base === 0 ? null : value / base - 1;
  });
  return { label, metric, values, differences, relativeDifferences };
}
