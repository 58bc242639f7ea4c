import type { Files } from '../../base/files/files.ts';
import { basename, dirname, resolve } from '../../base/files/path.ts';
import { freeze } from '../../base/freeze.ts';
import type { Fault } from '../../base/user-error.ts';
import { applySets } from '../../config/yaml/apply-sets.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { findConfig } from '../../config/yaml/find-config.ts';
import { readConfig } from '../../config/yaml/read-config.ts';
import { readLayers, readTextLayers } from '../../config/yaml/read-layers.ts';
import { TRAINABLE_KINDS } from '../layers/index.ts';
import { kindAndSettings, weightNames } from '../learn/chain.ts';
import { OPTIMIZERS } from '../optimizers/index.ts';
import { SCHEDULES } from '../schedules/index.ts';
import { STAGES } from '../stages/index.ts';
import type { PlacedStep, StageContext, StageKind } from '../stages/stage.ts';
import { dataFolder } from './data-folder.ts';
import { oneOfFaults } from './one-of.ts';
import type { TrainingConfig } from './training.ts';
import { type TrainingData, trainingSchema } from './training-schema.ts';

/** Reads a recipe: a path, or the name of a built-in one. Throws a UserError with all faults of the file, its bases and --set. */
export async function loadTraining(
  files: Files,
  file: string,
  options: { readonly set?: readonly string[]; readonly seed?: number } = {},
): Promise<TrainingConfig> {
  const config = findConfig(files, file, 'training');
  return toTraining(
    files,
    applySets(readLayers(files, config, 'training'), options.set ?? []),
    config.file,
    options.seed,
  );
}

/** The same from text; relative paths start from the folder of `file`. */
export async function loadTrainingText(files: Files, text: string, file = 'training.yaml'): Promise<TrainingConfig> {
  return toTraining(files, readTextLayers(files, text, { file, display: file }, 'training'), file);
}

async function toTraining(files: Files, tree: ConfigTree, file: string, seed?: number): Promise<TrainingConfig> {
  const data = await readConfig(trainingSchema, tree, trainingFaults);
  const folder = resolve(files.workingFolder, dirname(file));
  const root = dataFolder(files, data.data, folder, tree);
  const set = (which: 'train' | 'test') => {
    const { inputs, labels, ...more } = data.data[which];
    return { ...more, inputs: resolve(root, inputs), labels: resolve(root, labels) };
  };
  const { package: _package, folder: _folder, ...samples } = data.data;
  const { layers, weights, hardware, ...settings } = data;
  const own = seed ?? data.seed;
  return freeze({
    ...settings,
    seed: own,
    file: basename(file),
    data: { ...samples, train: set('train'), test: set('test') },
    layers,
    weights: weights === undefined ? null : resolve(folder, weights),
    hardware:
      hardware === undefined ? null : findConfig(files, hardware, 'hardware', folder, placeOf(tree, ['hardware'])).file,
    steps: stepsOf(data, own),
    recipe: data,
    layerPlaces: layers.map((layer, index) => placeOf(tree, ['layers', index, kindAndSettings(layer).kind], 'key')),
  });
}

/** What keys that are right alone make wrong together. */
function trainingFaults(data: TrainingData, tree: ConfigTree): Fault[] {
  const ofVariants = [
    ...data.layers.flatMap((layer, index) => oneOfFaults(layer, TRAINABLE_KINDS, ['layers', index], tree)),
    ...data.stages.flatMap((stage, index) => oneOfFaults(stage, STAGES, ['stages', index], tree)),
    ...oneOfFaults(data.optimizer, OPTIMIZERS, ['optimizer'], tree),
    ...scheduleFaults(data.schedule, ['schedule'], tree),
  ];
  if (ofVariants.length > 0) return ofVariants;
  const { data: samples } = data;
  const faults = [...repeatedNames(data, tree), ...stageFaults(data, tree)];
  if (samples.package !== undefined && samples.folder !== undefined)
    faults.push({
      place: placeOf(tree, ['data', 'folder'], 'key'),
      message: '"folder" and "package" both say where the files are; keep one',
      code: 'UNKNOWN_KEY',
    });
  return faults;
}

function scheduleFaults(schedule: TrainingData['schedule'], path: (string | number)[], tree: ConfigTree): Fault[] {
  const faults = oneOfFaults(schedule, SCHEDULES, path, tree);
  const { steps } = schedule;
  if (steps === undefined || steps.after.length === steps.factors.length) return faults;
  const message = `expected as many factors as shares (${steps.after.length}), found ${steps.factors.length}`;
  return [...faults, { place: placeOf(tree, [...path, 'steps', 'factors']), message, code: 'CONFIG_RANGE' }];
}

function repeatedNames({ layers }: TrainingData, tree: ConfigTree): Fault[] {
  const seen = new Map<string, number>();
  return layers.flatMap((layer, index) => {
    const { kind, settings } = kindAndSettings(layer);
    const { name } = settings as { name?: string };
    if (name === undefined) return [];
    const before = seen.get(name);
    seen.set(name, before ?? index);
    if (before === undefined) return [];
    const { line } = placeOf(tree, ['layers', before]);
    return [
      {
        place: placeOf(tree, ['layers', index, kind, 'name']),
        message: `a layer "${name}" stands already in line ${line}`,
        code: 'REPEATED_NAME',
      },
    ];
  });
}

interface ReadStage {
  readonly name: string;
  readonly kind: StageKind;
  readonly settings: unknown;
  readonly context: StageContext;
}

function stagesOf(data: TrainingData, seed: number): ReadStage[] {
  const named = data.stages.map((stage) => Object.entries(stage).find(([, settings]) => settings !== undefined)!);
  return named.map(([name, settings], index) => ({
    name,
    kind: STAGES[name as keyof typeof STAGES] as unknown as StageKind,
    settings,
    context: {
      layers: weightNames(data.layers),
      before: named.slice(0, index).map(([before]) => before),
      imported: data.weights !== undefined,
      seed,
    },
  }));
}

function stageFaults(data: TrainingData, tree: ConfigTree): Fault[] {
  return stagesOf(data, data.seed).flatMap(({ name, kind, settings, context }, index) => {
    const path = ['stages', index, name];
    const { schedule, optimizer } = ((settings as { retrain?: object }).retrain ?? settings) as Partial<TrainingData>;
    const inner = name === 'iterate' ? [...path, 'retrain'] : path;
    return [
      ...(schedule === undefined ? [] : scheduleFaults(schedule, [...inner, 'schedule'], tree)),
      ...oneOfFaults(optimizer, OPTIMIZERS, [...inner, 'optimizer'], tree),
      ...(kind.faults?.(settings, context, path, tree) ?? []),
    ];
  });
}

/** The steps of all stages; those of one name are numbered. */
function stepsOf(data: TrainingData, seed: number): PlacedStep[] {
  const steps = stagesOf(data, seed).flatMap(({ name, kind, settings, context }) =>
    kind.steps(settings, context).map((step, part): PlacedStep => ({ ...step, content: [name, settings, part] })),
  );
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const count = (seen.get(step.name) ?? 0) + 1;
    seen.set(step.name, count);
    return count === 1 ? step : { ...step, name: `${step.name} ${count}` };
  });
}
