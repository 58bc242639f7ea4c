import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { machineOf } from '../../machines/index.ts';
import { KNOWN_COUNTERS } from '../../machines/known/known-counters.ts';
import type { Objective, SweepConfig, SweepMetric } from './sweep.ts';
import type { SweepData } from './sweep-schema.ts';
import type { SweptMachine } from './swept-machines.ts';

/** Metrics of a machine. */
const METRICS = [
  'timeUs',
  'energyPj.total',
  'averagePowerMw',
  'energyDelayPjS',
  'loadBalanceEfficiency',
  'utilization',
  'area.totalMm2',
];

/** Those of them that some machine of the sweep counts. */
function metricsWithValue(machines: readonly SweptMachine[]): string[] {
  const counted = machines.flatMap(({ hardware }) => machineOf(hardware).counters.map(({ name }) => name));
  return METRICS.filter((name) => machines.length === 0 || !KNOWN_COUNTERS.has(name) || counted.includes(name));
}

/** Metrics of a sweep that trains and names none. */
const TRAINED_METRICS = [
  'training.accuracy.top1',
  'training.density',
  'training.bytes',
  'training.compressionRate',
  'inferences.energyPj.mean',
  'inferences.timeUs.mean',
];

/** Metrics of a sweep that names none. */
export function standardMetrics({ training }: SweepData, machines: readonly SweptMachine[]): string[] {
  return training === undefined ? metricsWithValue(machines) : TRAINED_METRICS;
}

/** A sweep whose metrics are known, whether it names them or not. */
export type MeasuredSweep = SweepData & { readonly metrics: NonNullable<SweepData['metrics']> };

/** Names of the metrics of a sweep. */
export function metricNames({ metrics }: MeasuredSweep): readonly string[] {
  return Array.isArray(metrics) ? metrics : Object.keys(metrics);
}

/** The metrics of a sweep; a list names numbers of the record. */
export function metricsOf({ metrics }: MeasuredSweep, tree: ConfigTree): SweepMetric[] {
  if (Array.isArray(metrics))
    return metrics.map((name, k) => ({ name, expression: name, place: placeOf(tree, ['metrics', k]) }));
  return Object.entries(metrics).map(([name, expression]) => ({
    name,
    expression,
    place: placeOf(tree, ['metrics', name]),
  }));
}

/** What the best point is asked for. */
export function bestOf({ best }: SweepData, tree: ConfigTree): SweepConfig['best'] {
  if (best === undefined) return null;
  const where = best.where === undefined ? null : { text: best.where, place: placeOf(tree, ['best', 'where']) };
  return { metric: best.metric, better: best.better, where };
}

/** Metrics of the front; a list means that low is better. */
export function objectives({ pareto }: SweepData): Objective[] {
  if (Array.isArray(pareto)) return pareto.map((metric) => ({ metric, better: 'low' }));
  return Object.entries(pareto).map(([metric, better]) => ({ metric, better }));
}
