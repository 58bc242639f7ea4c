import type { Origins } from '../config/yaml/origins.ts';
import type { ActionPrice } from '../energy/energy-report.ts';
import type { RunResult } from '../run/result.ts';
import type { TrainingData } from '../train/config/training-schema.ts';
import type { Objective } from './config/sweep.ts';

/** Metric name -> value; null where it has none. */
export type Metrics = Readonly<Record<string, number | null>>;

/** One point of a sweep: where it lies on the axes, and what came out. */
export interface SweepPoint {
  readonly index: number;
  /** Axis name -> value, a number in the axis' unit or a word; an axis that the machine of the point does not have is absent. */
  readonly axes: Readonly<Record<string, string | number>>;
  readonly metrics: Metrics;
  /** Each metric over that of the baseline point, where the sweep has a baseline. */
  readonly relative?: Metrics;
  /** The same metrics for each layer, where the sweep kept them. */
  readonly layers?: readonly { readonly name: string; readonly metrics: Metrics }[];
  /** Whether no other point is better in every metric of the front. */
  readonly onParetoFront?: boolean;
  /** Its prices rest on figures that should not be compared with others (a DRAM part of which no currents are public, say). */
  readonly doubtful?: true;
  /** Why the point failed; its metrics are then empty. */
  readonly error?: string;
}

/** Mean and spread over the seeds, for points that differ in nothing else. */
export interface SeedSpread {
  readonly axes: Readonly<Record<string, string | number>>;
  readonly seeds: number;
  readonly metrics: Readonly<
    Record<
      string,
      {
        readonly mean: number;
        readonly standardDeviation: number;
        readonly minimum: number;
        readonly maximum: number;
      } | null
    >
  >;
}

/** How a metric follows an axis: d ln(metric) / d ln(axis), over neighbouring values with all other axes equal. */
export interface Sensitivity {
  readonly axis: string;
  readonly metric: string;
  /** null where the axis holds words, or the metric is nowhere positive. */
  readonly elasticity: { readonly mean: number; readonly minimum: number; readonly maximum: number } | null;
  /** Largest over smallest value of the metric along the axis, all other axes equal; the largest of these. */
  readonly largestRatio: number | null;
}

/** A machine of the axis `machine`. */
export interface SweptMachineRecord {
  /** As the axis has it. */
  readonly value: string;
  /** As its config names it. */
  readonly name: string;
  /** What is known of its validation, where it is a model by its rules alone. */
  readonly validation?: string;
  /** Why its times are lower bounds, where they are. */
  readonly bound?: string;
  readonly hardware: RunResult['hardware'];
  readonly energyTable: readonly ActionPrice[];
}

/** How often each pass has to run for all points: once for each different input. A pass of a network counts once, not once a layer. */
export interface PassCounts extends Readonly<Record<string, number>> {
  readonly network: number;
  readonly charge: number;
}

/** The record of a sweep (`sweep.json`); the same input gives the same bytes, whatever the number of workers and of interruptions. */
export interface SweepResult {
  readonly schemaVersion: 1;
  readonly kind: 'sweep';
  readonly tool: { readonly name: 'picojoule'; readonly version: string };
  readonly name: string;
  readonly file: string;
  /** The base machine: its resolved config, where the values that are no defaults come from, and what its actions cost. */
  readonly hardware: RunResult['hardware'];
  readonly origins: Origins;
  readonly energyTable: readonly ActionPrice[];
  /** Where the machine is an axis: those of its values that could be read, in their order. */
  readonly machines?: readonly SweptMachineRecord[];
  /** The network of all points; of a sweep that trains the file of the recipe. */
  readonly network: { readonly file: string };
  /** Of a sweep that trains: every value of the recipe before the axes change it. */
  readonly training?: { readonly recipe: TrainingData };
  /** Outermost first. */
  readonly axes: readonly {
    readonly name: string;
    readonly unit?: string;
    readonly values: readonly (number | string)[];
  }[];
  /** Keys that change only those machines that have them. */
  readonly whereKnown?: readonly string[];
  readonly metrics: readonly string[];
  readonly metricDefinitions: readonly { readonly name: string; readonly expression: string; readonly unit: string }[];
  readonly baseline?: Readonly<Record<string, number | string>>;
  readonly pareto?: readonly Objective[];
  readonly points: readonly SweepPoint[];
  readonly best?: {
    readonly metric: string;
    readonly better: 'low' | 'high';
    readonly where: string | null;
    /** Index of the point; null where none meets the constraint. */
    readonly point: number | null;
  };
  readonly seedSpread?: readonly SeedSpread[];
  readonly sensitivity: readonly Sensitivity[];
  readonly passes: PassCounts;
  readonly warnings: readonly string[];
}
