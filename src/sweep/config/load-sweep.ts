import { basename, dirname } from 'node:path';
import { loadEvaluator } from '../../base/expression.ts';
import { freeze } from '../../base/freeze.ts';
import { type Fault, formatPlace, recordedPlace, UserError } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { inOrder, readConfig } from '../../config/yaml/read-config.ts';
import { findConfig, readLayers } from '../../node/read-configs.ts';
import { axisKinds } from './axis-kinds.ts';
import { checkSweep } from './check-sweep.ts';
import { idleAxes, idleSets } from './no-effect.ts';
import { baselineOf, NO_EXPRESSIONS, needsEvaluator, type ReadAxes, readAxes } from './read-axes.ts';
import { readBase, type SweepBase } from './read-base.ts';
import { bestOf, type MeasuredSweep, metricsOf, objectives, standardMetrics } from './read-metrics.ts';
import type { SweepConfig } from './sweep.ts';
import { type SweepData, sweepSchema } from './sweep-schema.ts';
import { unequal } from './unequal-machines.ts';
import { whereKnownFaults } from './where-known.ts';

/** A sweep and what is wrong with its file. */
export interface ReadSweep {
  /** What of it can be read, so that the rest can be checked too; undefined where its base cannot. */
  readonly config: SweepConfig | undefined;
  /** In the order of the file. */
  readonly faults: readonly Fault[];
}

/** Reads a sweep: a path, or the name of a built-in one. Throws a UserError with all faults of the file. */
export async function loadSweep(file: string): Promise<SweepConfig> {
  const { config, faults } = await readSweep(file);
  if (config === undefined || faults.length > 0) throw new UserError(faults);
  return config;
}

/** The same, but faults are returned, and what is right is there. Throws a UserError for a file that is no YAML mapping. */
export async function readSweep(file: string): Promise<ReadSweep> {
  const config = findConfig(file, 'sweeps');
  return sweepOf(readLayers(config, 'sweeps'), config.file);
}

async function sweepOf(tree: ConfigTree, file: string): Promise<ReadSweep> {
  const { value: data, faults: ofShape } = await readData(tree);
  if (data === undefined) return { config: undefined, faults: ofShape };
  const evaluate = needsEvaluator(data) ? await loadEvaluator() : NO_EXPRESSIONS;
  const base = await collected(() => readBase(data, tree, file));
  const { machines = [], axis } = base.value ?? {};
  const kinds = await axisKinds(
    machines.length === 0 ? undefined : machines.map(({ schema }) => schema),
    data.training !== undefined,
  );
  const axes = readAxes(data, tree, { kinds, evaluate, folder: dirname(file), machines: axis });
  const whole = { ...data, metrics: data.metrics ?? standardMetrics(data, machines) };
  const checked = ofShape.some(({ place }) => topKey(place.path) === 'axes') ? [] : checkSweep(whole, axes.axes, tree);
  const known = whereKnownFaults(data, axes.axes, machines, tree);
  const baseline = await collected(() => baselineOf(data.baseline, axes.axes, tree, kinds, evaluate));
  const faults = inOrder([...ofShape, ...axes.faults, ...checked, ...base.faults, ...known, ...baseline.faults]);
  if (base.value === undefined) return { config: undefined, faults };
  return { config: configOf(whole, tree, file, axes, base.value, baseline.value ?? null), faults };
}

function configOf(
  data: MeasuredSweep,
  tree: ConfigTree,
  file: string,
  { axes, repeated }: ReadAxes,
  base: SweepBase,
  baseline: SweepConfig['baseline'],
): SweepConfig {
  const invalid = axes.flatMap((axis) => axis.values.flatMap(({ fault }) => (fault === undefined ? [] : [fault])));
  const failing = invalid.map(
    (fault) => `${formatPlace(recordedPlace(fault.place))}: ${fault.message}; points with it fail`,
  );
  return freeze({
    name: data.name,
    file: basename(file),
    ...base.paths,
    training: base.training,
    set: base.set,
    origins: base.origins,
    seed: data.seed ?? null,
    axes,
    whereKnown: data.whereKnown,
    zip: data.zip,
    constraints: data.constraints.map((text, k) => ({ text, place: placeOf(tree, ['constraints', k]) })),
    metrics: metricsOf(data, tree),
    layers: data.layers,
    baseline,
    pareto: objectives(data),
    best: bestOf(data, tree),
    includeDoubtful: data.includeDoubtful,
    warnings: [
      ...idleSets(data.set, axes),
      ...idleAxes(
        axes,
        base.machines.map(({ hardware }) => hardware),
        base.training === null ? base.layers : 'trained',
      ),
      ...unequal(base.machines, axes),
      ...repeated,
      ...failing,
    ],
  });
}

/** The keys of the file; one that is wrong is left out, so that the others can be checked. */
async function readData(tree: ConfigTree): Promise<Collected<SweepData>> {
  const whole = await collected(() => readConfig(sweepSchema, tree));
  if (whole.value !== undefined) return whole;
  const wrong = whole.faults.map(({ place }) => topKey(place.path));
  const right = Object.entries(tree.root).filter(([key]) => !wrong.includes(key));
  const root = { name: 'unnamed', axes: {}, ...Object.fromEntries(right) };
  const rest = await collected(() => readConfig(sweepSchema, { ...tree, root, faults: [] }));
  return { value: rest.value, faults: whole.faults };
}

function topKey(path = ''): string {
  return path.split(/[.[]/)[0];
}

interface Collected<T> {
  readonly value: T | undefined;
  readonly faults: readonly Fault[];
}

/** What a step gives, or its faults. */
async function collected<T>(step: () => T | Promise<T>): Promise<Collected<T>> {
  try {
    return { value: await step(), faults: [] };
  } catch (error) {
    if (error instanceof UserError) return { value: undefined, faults: error.faults };
    throw error;
  }
}
