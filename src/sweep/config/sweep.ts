import type { Fault, Place } from '../../base/user-error.ts';
import type { Origins } from '../../config/yaml/origins.ts';

/** One value of an axis: as the record and the tables show it (a number in the axis' unit, or a word), and as `--set` would be given it (a file by its path). */
export interface AxisValue {
  readonly value: number | string;
  readonly text: string;
  /** What is wrong with it: the points that have it fail, the others run. */
  readonly fault?: Fault;
}

/** Which part of a design an axis changes. */
export type AxisTarget = 'hardware' | 'network' | 'machine' | 'training';

/** An axis: a config key or one of the network's parameters, and its values in their order. */
export interface SweepAxis {
  readonly name: string;
  readonly target: AxisTarget;
  /** Unit of the numbers, '' for plain numbers and words. */
  readonly unit: string;
  readonly values: readonly AxisValue[];
  /** Where it stands in the file; absent where it was made from code. */
  readonly place?: Place;
}

/** A metric: its name in tables, and the path of the result record or the expression of such paths that gives it. */
export interface SweepMetric {
  readonly name: string;
  readonly expression: string;
  readonly place: Place;
}

/** The recipe of a sweep: its file, and the changes (`training.key=value`) that all points have. */
export interface SweptRecipe {
  readonly file: string;
  readonly set: readonly string[];
}

/** A comparison, and where it stands. */
export interface Condition {
  readonly text: string;
  readonly place: Place;
}

/** A metric and which end of it is good. */
export interface Objective {
  readonly metric: string;
  readonly better: 'low' | 'high';
}

/** A sweep as its YAML describes it; nothing is simulated yet. Axes are outermost first. */
export interface SweepConfig {
  readonly name: string;
  /** Base name of the file it was read from. */
  readonly file: string;
  /** The base machine: where the machine is an axis, the first that can be read. */
  readonly hardware: string;
  /** The network that every point runs; of a sweep that trains the recipe. */
  readonly network: string;
  /** Recipe that trains the network of each point; null where none is trained. */
  readonly training: SweptRecipe | null;
  /** `key=value` changes of the base machine. */
  readonly set: readonly string[];
  /** Where the values of the base machine come from that are no defaults. */
  readonly origins: Origins;
  readonly seed: number | null;
  readonly axes: readonly SweepAxis[];
  /** Keys that change only those machines of the axis `machine` that have them. */
  readonly whereKnown: readonly string[];
  /** Names of axes that advance together. */
  readonly zip: readonly (readonly string[])[];
  /** Expressions over config keys; a point is dropped where one is false. */
  readonly constraints: readonly Condition[];
  readonly metrics: readonly SweepMetric[];
  /** Whether the metrics of each layer are kept. */
  readonly layers: boolean;
  /** Values of some axes: every point is compared with the one that has these and agrees with it in all other axes. */
  readonly baseline: Readonly<Record<string, number | string>> | null;
  readonly pareto: readonly Objective[];
  readonly best: (Objective & { readonly where: Condition | null }) | null;
  /** Whether points with doubtful prices may be the best one and on the front. */
  readonly includeDoubtful: boolean;
  /** Axes that do nothing, values given twice, values that will fail: told before the first point. */
  readonly warnings: readonly string[];
}
