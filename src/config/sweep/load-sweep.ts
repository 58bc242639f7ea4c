import { basename, dirname } from 'node:path';
import { type Evaluate, loadEvaluator } from '../../base/expression.ts';
import { freeze } from '../../base/freeze.ts';
import { parseLiteral } from '../../base/quantity.ts';
import { type Fault, formatPlace, UserError } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../config-tree.ts';
import { findConfig } from '../find-config.ts';
import { hardwareOf, readHardwareSource } from '../load-hardware.ts';
import { loadNetworkConfig } from '../load-network.ts';
import { readConfig } from '../read-config.ts';
import { readLayers } from '../read-layers.ts';
import { axisKind } from './axis-kinds.ts';
import { parseRange } from './axis-range.ts';
import { axisValues } from './axis-values.ts';
import { checkSweep } from './check-sweep.ts';
import { idleAxes, type LayerOrigins } from './no-effect.ts';
import type { Objective, SweepAxis, SweepConfig, SweepMetric } from './sweep.ts';
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

/** Hardware and network may lie beside the sweep; the base machine itself must be right. */
async function readBase(data: SweepData, tree: ConfigTree, file: string) {
  const folder = dirname(file);
  const set = Object.entries(data.set).map(([key, value]) => `${key}=${value}`);
  const hardware = findConfig(data.hardware, 'hardware', folder, placeOf(tree, ['hardware'])).file;
  const network = networkPath(data.network, folder, tree);
  const machine = await hardwareOf(await readHardwareSource(hardware), { set });
  return { set, paths: { hardware, network }, hardware: machine, layers: await layerOrigins(network) };
}

/** A folder is a dump, any other file than a YAML a weight file: nothing of them is generated or compressed. */
async function layerOrigins(network: string): Promise<LayerOrigins> {
  if (!/\.ya?ml$/i.test(network)) return { generated: false, imported: false };
  const { layers, weights } = await loadNetworkConfig(network);
  return {
    generated: layers.some(({ generate }) => generate !== undefined),
    imported: weights !== null || layers.some((layer) => layer.weights !== undefined),
  };
}

function networkPath(name: string, folder: string, tree: ConfigTree): string {
  return findConfig(name, 'networks', folder, placeOf(tree, ['network'])).file;
}

function readAxes(data: SweepData, tree: ConfigTree, evaluate: Evaluate) {
  const faults: Fault[] = [];
  const repeated: string[] = [];
  const most = data.maximumPoints;
  const axes = Object.entries(data.axes).flatMap(([name, given]): SweepAxis[] => {
    const place = (index?: number) => placeOf(tree, ['axes', name, ...(index === undefined ? [] : [index])]);
    try {
      const kind = axisKind(name, placeOf(tree, ['axes', name], 'key'));
      const found = axisValues(given, kind, { place, evaluate, most });
      repeated.push(...found.repeated.map((value) => `axis ${name}: ${value} stands twice and is one point`));
      if (found.values.every(({ fault }) => fault !== undefined))
        faults.push(...found.values.map(({ fault }) => fault!));
      return [{ name, target: kind.target, unit: kind.spec?.unit ?? '', values: found.values }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  return { axes, faults, repeated };
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

/** The baseline's values as the axes hold them; one that an axis does not have is an error. */
function baselineOf(
  given: NonNullable<SweepData['baseline']>,
  axes: readonly SweepAxis[],
  tree: ConfigTree,
  evaluate: Evaluate,
) {
  const faults: Fault[] = [];
  const entries = Object.entries(given).flatMap(([name, raw]): [string, number | string][] => {
    const place = placeOf(tree, ['baseline', name]);
    const axis = axes.find((one) => one.name === name);
    if (axis === undefined) return [];
    const [value] = axisValues([raw], axisKind(name, place), { place: () => place, evaluate, most: 1 }).values;
    if (axis.values.some((one) => one.value === value.value)) return [[name, value.value]];
    const known = axis.values.map((one) => one.value).join(', ');
    faults.push({
      place,
      message: `expected a value of the axis (${known}), found ${value.value}`,
      code: 'SWEEP_BASELINE',
    });
    return [];
  });
  if (faults.length > 0) throw new UserError(faults);
  return Object.fromEntries(entries);
}

/** mathjs is loaded only where a value is neither a number, a number with a unit, a range nor a word. */
function needsEvaluator({ axes, baseline }: SweepData): boolean {
  const texts = [...Object.values(axes).flat(), ...Object.values(baseline ?? {})].filter(
    (value) => typeof value === 'string',
  );
  return texts.some(
    (text) => /[-+*/^()]/.test(text) && parseLiteral(text) === undefined && parseRange(text) === undefined,
  );
}

const noExpressions: Evaluate = (text) => {
  throw UserError.at({}, `expected a number, with its unit where it has one, found "${text}"`, 'CONFIG_TYPE');
};
