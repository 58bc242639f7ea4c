import { basename } from 'node:path';
import { type Evaluate, loadEvaluator } from '../../base/expression.ts';
import { freeze } from '../../base/freeze.ts';
import { formatPlace, UserError } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../config-tree.ts';
import { findConfig } from '../find-config.ts';
import { readConfig } from '../read-config.ts';
import { readLayers } from '../read-layers.ts';
import { checkSweep } from './check-sweep.ts';
import { idleAxes } from './no-effect.ts';
import { baselineOf, needsEvaluator, readAxes } from './read-axes.ts';
import { readBase } from './read-base.ts';
import type { Objective, SweepConfig, SweepMetric } from './sweep.ts';
import { type SweepData, sweepSchema } from './sweep-schema.ts';

/** Metrics of a sweep that names none. */
const METRICS = [
  'timeUs',
  'energyPj.total',
  'averagePowerMw',
  'energyDelayPjS',
  'loadBalanceEfficiency',
  'utilization',
  'area.totalMm2',
];

/** Reads a sweep: a path, or the name of a built-in one. Throws a UserError with all faults of the file. */
export async function loadSweep(file: string): Promise<SweepConfig> {
  const config = findConfig(file, 'sweeps');
  return sweepOf(await readLayers(config, 'sweeps'), config.file);
}

async function sweepOf(tree: ConfigTree, file: string): Promise<SweepConfig> {
  const data = await readConfig(sweepSchema, tree);
  const evaluate = needsEvaluator(data) ? await loadEvaluator() : noExpressions;
  const { axes, faults, repeated } = readAxes(data, tree, evaluate);
  const found = [...faults, ...checkSweep(data, axes, tree)];
  if (found.length > 0) throw new UserError(found);
  const base = await readBase(data, tree, file);
  const invalid = axes.flatMap((axis) => axis.values.flatMap(({ fault }) => (fault === undefined ? [] : [fault])));
  const failing = invalid.map((fault) => `${formatPlace(fault.place)}: ${fault.message}; points with it fail`);
  return freeze({
    name: data.name,
    file: basename(file),
    ...base.paths,
    set: base.set,
    origins: base.origins,
    seed: data.seed ?? null,
    axes,
    zip: data.zip,
    constraints: data.constraints.map((text, k) => ({ text, place: placeOf(tree, ['constraints', k]) })),
    metrics: metricsOf(data.metrics ?? METRICS, tree),
    layers: data.layers,
    baseline: data.baseline === undefined ? null : baselineOf(data.baseline, axes, tree, evaluate),
    pareto: objectives(data.pareto),
    best: bestOf(data.best, tree),
    warnings: [...idleAxes(axes, base.hardware, base.layers), ...repeated, ...failing],
  });
}

function metricsOf(given: NonNullable<SweepData['metrics']>, tree: ConfigTree): SweepMetric[] {
  if (Array.isArray(given))
    return given.map((name, k) => ({ name, expression: name, place: placeOf(tree, ['metrics', k]) }));
  return Object.entries(given).map(([name, expression]) => ({
    name,
    expression,
    place: placeOf(tree, ['metrics', name]),
  }));
}

function bestOf(best: SweepData['best'], tree: ConfigTree): SweepConfig['best'] {
  if (best === undefined) return null;
  const where = best.where === undefined ? null : { text: best.where, place: placeOf(tree, ['best', 'where']) };
  return { metric: best.metric, better: best.better, where };
}

function objectives(given: SweepData['pareto']): Objective[] {
  const pairs = Array.isArray(given) ? given.map((metric): [string, 'low'] => [metric, 'low']) : Object.entries(given);
  return pairs.map(([metric, better]) => ({ metric, better }));
}

const noExpressions: Evaluate = (text) => {
  throw UserError.at({}, `expected a number, with its unit where it has one, found "${text}"`, 'CONFIG_TYPE');
};
