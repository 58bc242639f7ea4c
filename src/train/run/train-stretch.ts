import { join } from 'node:path';
import { UserError } from '../../base/user-error.ts';
import type { GraphNetwork } from '../../network/layer.ts';
import { loadTraining } from '../config/read-training.ts';
import type { TrainingConfig } from '../config/training.ts';
import { divisionOf } from '../learn/learner.ts';
import { type Checkpoint, readCheckpoint, startFrom, writeCheckpoint } from '../store/checkpoint.ts';
import { inferredNetwork } from './charge-stage.ts';
import { crewTrainer } from './crew-trainer.ts';
import { type PreparedTraining, prepareTraining } from './prepare-training.ts';
import { CHARGED, runSteps } from './run-steps.ts';
import type { Trainer } from './trainer.ts';
import type { StageResult } from './training-result.ts';

/** Which recipe, as a thread can be told. */
export interface RecipeSource {
  readonly file: string;
  readonly set: readonly string[];
  readonly seed: number | null;
}

/** A training whose networks are kept behind every step, by the keys of the steps (stepKeys): where trainings agree, one finds what the other left. */
export interface KeptTraining {
  readonly recipe: RecipeSource;
  /** Folder of what is kept. */
  readonly store: string;
  /** Of every step of the recipe. */
  readonly keys: readonly string[];
}

/** Steps `from` to `to` (exclusive) of a training, behind one that is kept already. */
export interface Stretch extends KeptTraining {
  readonly from: number;
  readonly to: number;
  /** One number in shared memory: epochs that were learnt. */
  readonly learnt: Int32Array;
}

/** What a stretch gave. */
export interface TrainedStretch {
  /** Of all steps up to its end. */
  readonly stages: readonly StageResult[];
  /** Steps that were not kept already. */
  readonly steps: number;
  /** Epochs that were learnt now. */
  readonly epochs: number;
}

/** What trainings of one recipe have in common, as long as neither data nor layers change. */
interface Workshop extends PreparedTraining {
  readonly trainer: Trainer;
}

/** The workshop that this thread used last, and who waits for it: one works in it at a time. */
let latest: { readonly key: string; readonly workshop: Promise<Workshop> } | undefined;
let busy: Promise<unknown> = Promise.resolve();

/**
 * Trains a stretch in this thread, or what is missing of it, and keeps the network behind every step and every epoch.
 * @throws UserError as runTraining
 */
export function trainStretch(stretch: Stretch): Promise<TrainedStretch> {
  return oneAfterTheOther(() => train(stretch));
}

async function train({ recipe, store, keys, from, to, learnt }: Stretch): Promise<TrainedStretch> {
  const kept = nearest(store, keys, from, to);
  if (kept?.step === to) return { stages: kept.stages, steps: 0, epochs: 0 };
  const config = await configOf(recipe);
  const { samples, chain, network, trainer } = await workshopOf(config);
  const start = kept ?? startFrom(network);
  let epochs = 0;
  const keep = (checkpoint: Checkpoint) => {
    const step = isBehind(checkpoint) ? checkpoint.step - 1 : checkpoint.step;
    writeCheckpoint(fileOf(store, keys[step]), { key: keys[step] }, checkpoint);
    if (isBehind(checkpoint)) return;
    epochs++;
    Atomics.add(learnt, 0, 1);
  };
  const { signal } = new AbortController();
  const { stages } = await runSteps({ config, chain, samples, trainer, machine: undefined, keep, signal }, start, to);
  return { stages, steps: to - start.step, epochs };
}

/**
 * The network behind the last step of a training that is kept, with the first test samples.
 * @throws UserError where it is not there any more
 */
export function keptNetwork({ recipe, store, keys }: KeptTraining): Promise<GraphNetwork> {
  return oneAfterTheOther(async () => {
    const kept = nearest(store, keys, keys.length - 1, keys.length);
    if (kept?.step !== keys.length)
      throw UserError.at(
        { file: fileOf(store, keys.at(-1)!) },
        'the trained network is gone; run the sweep again',
        'CHECKPOINT',
      );
    const config = await configOf(recipe);
    const { samples, chain } = await workshopOf(config);
    return inferredNetwork(chain, kept.network, samples.test, config.chargedInferences ?? CHARGED, config.name);
  });
}

function oneAfterTheOther<T>(work: () => Promise<T>): Promise<T> {
  const done = busy.then(work);
  busy = done.catch(() => undefined);
  return done;
}

function configOf({ file, set, seed }: RecipeSource): Promise<TrainingConfig> {
  return loadTraining(file, { set, ...(seed !== null && { seed }) });
}

async function workshopOf(config: TrainingConfig): Promise<Workshop> {
  const { data, layers, weights, initialisation, seed, batch, batchParts } = config;
  const key = JSON.stringify([data, layers, weights, initialisation, seed, batch, batchParts]);
  if (latest?.key !== key) latest = { key, workshop: openWorkshop(config) };
  return latest.workshop;
}

async function openWorkshop(config: TrainingConfig): Promise<Workshop> {
  const prepared = await prepareTraining(config);
  const { samples, chain } = prepared;
  const { signal } = new AbortController();
  const given = { layers: config.layers, division: divisionOf(config), samples };
  return { ...prepared, trainer: await crewTrainer(given, chain, 1, signal) };
}

/** The furthest point of a stretch that is kept, or the end of the step before it; undefined at the start of all. */
function nearest(store: string, keys: readonly string[], from: number, to: number): Checkpoint | undefined {
  for (let step = to - 1; step >= Math.max(0, from - 1); step--) {
    const found = readKept(store, keys[step]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** One that is damaged counts as none: it is made again. */
function readKept(store: string, key: string): Checkpoint | undefined {
  try {
    return readCheckpoint(fileOf(store, key), { key });
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function fileOf(store: string, key: string): string {
  return join(store, `${key}.checkpoint`);
}

/** Whether a checkpoint stands behind a step, and not among its epochs. */
function isBehind({ epochs }: Checkpoint): boolean {
  return epochs.length === 0;
}
