import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { VERSION } from '../../../generated/version.ts';
import { basename } from '../../base/files/path.ts';
import { UserError } from '../../base/user-error.ts';
import { recordedHardware } from '../../run/recorded-hardware.ts';
import type { TrainingConfig } from '../config/training.ts';
import type { TrainingSamples } from '../data/load-data.ts';
import type { Chain } from '../learn/chain.ts';
import type { Samples } from '../learn/samples.ts';
import { layerMask } from '../network/layer-mask.ts';
import type { TrainedNetwork } from '../network/trained-network.ts';
import type { LearnStep, MeasureStep } from '../stages/stage.ts';
import {
  type Checkpoint,
  readCheckpoint,
  removeCheckpoint,
  type TrainingInputs,
  writeCheckpoint,
  writeLastGood,
} from '../store/checkpoint.ts';
import { type ChargingMachine, chargeStage, chargingMachine } from './charge-stage.ts';
import { crewTrainer } from './crew-trainer.ts';
import { epochTask } from './epoch-task.ts';
import { measureSensitivity } from './measure-sensitivity.ts';
import { networkFile } from './network-file.ts';
import { readParameters, writeParameters } from './parameters.ts';
import { prepareTraining } from './prepare-training.ts';
import { ACCOUNTING, accuracyOf, sizesOf } from './stage-result.ts';
import type { Trainer } from './trainer.ts';
import type { EpochResult, LayerSensitivity, StageResult, TrainingResult } from './training-result.ts';

/** Test samples that are charged where the recipe does not say. */
const CHARGED = 20;

/** How far a training is. */
export interface TrainingProgress {
  /** Samples learnt, of those of all epochs of all stages. */
  readonly done: number;
  readonly of: number;
  /** `train, epoch 3 of 12: loss 0.041, training 98.7 %, test 97.90 %`. */
  readonly text: string;
}

export interface TrainingOptions {
  /** Folder in which an interrupted training is continued; without it nothing is kept. */
  readonly folder?: string;
  /** Starts over, whatever the folder holds. */
  readonly fresh?: boolean;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Stops behind the batch; what was learnt up to the last whole epoch is in the folder. */
  readonly signal?: AbortSignal;
  /** Threads that share each batch; by default one a core, and at most one for each of its parts. */
  readonly jobs?: number;
}

/** A training that came to its end. */
export interface Training {
  readonly result: TrainingResult;
  readonly network: TrainedNetwork;
  readonly chain: Chain;
  readonly samples: TrainingSamples;
}

/**
 * Does all stages of a recipe.
 * @throws UserError where data are missing or do not fit, where layers do not fit each other, where the loss diverges; the signal's reason where it came
 */
export async function runTraining(config: TrainingConfig, options: TrainingOptions = {}): Promise<Training> {
  const { signal = new AbortController().signal, folder } = options;
  const { samples, chain, network } = await prepareTraining(config);
  const machine = config.hardware === null ? undefined : await chargingMachine(config.hardware);
  const inputs = inputsOf(config, samples, machine);
  if (folder !== undefined && options.fresh === true) removeCheckpoint(folder);
  const stored = folder === undefined ? undefined : readCheckpoint(folder, inputs);
  const start = stored ?? { step: 0, epochs: [], stages: [], network, moments: [] };
  const division = { batch: config.batch, parts: Math.min(config.batchParts, config.batch) };
  const jobs = Math.min(options.jobs ?? availableParallelism(), division.parts);
  const trainer = await crewTrainer({ layers: config.layers, division, samples }, chain, jobs, signal);
  try {
    const keep = (checkpoint: Checkpoint) => {
      if (folder !== undefined) writeCheckpoint(folder, inputs, checkpoint);
    };
    if (stored === undefined) keep(start);
    const done = await runSteps({ config, chain, samples, trainer, machine, keep, options, signal }, start);
    if (folder !== undefined) removeCheckpoint(folder);
    return { result: resultOf(config, chain, samples, done), network: done.network, chain, samples };
  } finally {
    await trainer.end();
  }
}

/** What a training is made of, so that a change can be told by its key. */
function inputsOf(
  { recipe, seed }: TrainingConfig,
  { train, validation, test }: TrainingSamples,
  machine: ChargingMachine | undefined,
): TrainingInputs {
  const { name: _name, inferences: _inferences, seed: _seed, ...rest } = recipe;
  return {
    version: VERSION,
    seed: String(seed),
    ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, JSON.stringify(value)])),
    ...(machine !== undefined && { machine: JSON.stringify(recordedHardware(machine.hardware)) }),
    'training data': digest(train, validation),
    'test data': digest(test),
  };
}

function digest(...sets: readonly Samples[]): string {
  const hash = createHash('sha256');
  for (const { values, labels } of sets) hash.update(values).update(labels);
  return hash.digest('hex');
}

interface Run {
  readonly config: TrainingConfig;
  readonly chain: Chain;
  readonly samples: TrainingSamples;
  readonly trainer: Trainer;
  readonly machine: ChargingMachine | undefined;
  readonly keep: (checkpoint: Checkpoint) => void;
  readonly options: TrainingOptions;
  readonly signal: AbortSignal;
}

/** All steps from a checkpoint on. */
async function runSteps(run: Run, start: Checkpoint): Promise<{ stages: StageResult[]; network: TrainedNetwork }> {
  const { config, chain, samples, trainer, machine, keep, signal } = run;
  const stages = [...start.stages];
  let { network } = start;
  for (let index = start.step; index < config.steps.length; index++) {
    const step = config.steps[index];
    let epochs: readonly EpochResult[] | undefined;
    let sensitivity: readonly LayerSensitivity[] | undefined;
    if ('change' in step) network = step.change(network);
    else if ('trials' in step) sensitivity = await sensitivityOf(run, step, index, network);
    else {
      const resumed = index === start.step ? start : { epochs: [], moments: [] };
      const learnt = await learnStep(run, step, { index, network, stages, ...resumed });
      network = step.finish?.(learnt.network) ?? learnt.network;
      ({ epochs } = learnt);
    }
    writeParameters(chain, network, trainer.parameters);
    stages.push({
      name: step.name,
      kind: step.kind,
      ...(await accuracies(run)),
      ...sizesOf(network),
      ...(machine !== undefined && {
        charge: await chargeStage(machine, chain, network, samples.test, config.chargedInferences ?? CHARGED),
      }),
      ...(sensitivity !== undefined && { sensitivity }),
      ...(epochs !== undefined && { epochs }),
    });
    signal.throwIfAborted();
    keep({ step: index + 1, epochs: [], stages, network, moments: [] });
  }
  return { stages, network };
}

/** How the network errs if a layer alone is pruned, on samples that it has not learnt. */
async function sensitivityOf(run: Run, step: MeasureStep, index: number, network: TrainedNetwork) {
  const { config, chain, trainer, samples, options, signal } = run;
  const which = samples.validation.count > 0 ? 'validation' : 'test';
  const { before, all } = epochsAround(config, index);
  return measureSensitivity(step, chain, network, trainer, { which, count: samples[which].count }, (text) => {
    signal.throwIfAborted();
    const { count } = samples.train;
    options.onProgress?.({ done: before * count, of: all * count, text: `${step.name}: ${text}` });
  });
}

/** Epochs of the steps before one, and of all. */
function epochsAround({ steps }: TrainingConfig, index: number): { before: number; all: number } {
  const epochsOf = (some: TrainingConfig['steps']) =>
    some.reduce((sum, one) => sum + ('learning' in one ? one.learning.epochs : 0), 0);
  return { before: epochsOf(steps.slice(0, index)), all: epochsOf(steps) };
}

/** Accuracy on the test data and, where there are any, on those held back. */
async function accuracies({ samples, trainer }: Run): Promise<Pick<StageResult, 'accuracy' | 'validation'>> {
  const accuracy = accuracyOf(await trainer.score('test'), samples.test.count);
  if (samples.validation.count === 0) return { accuracy };
  return { accuracy, validation: accuracyOf(await trainer.score('validation'), samples.validation.count) };
}

interface StepStart {
  readonly index: number;
  readonly network: TrainedNetwork;
  readonly stages: readonly StageResult[];
  readonly epochs: readonly EpochResult[];
  readonly moments: readonly Float32Array[];
}

/** Learns the epochs of a step that are not learnt yet. */
async function learnStep(
  run: Run,
  step: LearnStep,
  start: StepStart,
): Promise<{ network: TrainedNetwork; epochs: EpochResult[] }> {
  const { config, chain, samples, trainer, keep } = run;
  const { index, stages } = start;
  const epochs = [...start.epochs];
  let { network } = start;
  writeParameters(chain, network, trainer.parameters);
  trainer.moments.forEach((moment, k) => {
    moment.fill(0);
    if (start.moments[k] !== undefined) moment.set(start.moments[k]);
  });
  const batches = Math.ceil(samples.train.count / config.batch);
  // what only measures takes no random numbers: a network is the same with and without it
  const seedStep = index - config.steps.slice(0, index).filter((one) => 'trials' in one).length;
  while (epochs.length < step.learning.epochs) {
    const epoch = epochs.length;
    const task = epochTask(chain, network, config, step, { step: seedStep, epoch, batches });
    const tell = teller(run, step, index, epochs);
    const { loss, top1: trainTop1 } = await trainer.learn(task, tell);
    if (!Number.isFinite(loss)) throw diverged(run, network, step, epoch + 1, task.rates[0]);
    const { accuracy, validation } = await accuracies(run);
    // the last batch may have done it
    if (!Number.isFinite(accuracy.loss)) throw diverged(run, network, step, epoch + 1, task.rates[0]);
    network = readParameters(chain, network, trainer.parameters);
    epochs.push({
      epoch: epoch + 1,
      learningRate: task.rates[0],
      loss,
      trainTop1,
      top1: accuracy.top1,
      ...(validation !== undefined && { validationTop1: validation.top1 }),
    });
    keep({ step: index, epochs, stages, network, moments: trainer.moments.map((moment) => Float32Array.from(moment)) });
    tell(samples.train.count, samples.train.count, { loss, top1: trainTop1 });
    run.signal.throwIfAborted();
  }
  return { network, epochs };
}

/** Tells how far the training is. */
function teller({ config, samples, options }: Run, step: LearnStep, index: number, epochs: readonly EpochResult[]) {
  const around = epochsAround(config, index);
  const [before, all] = [around.before + epochs.length, around.all];
  const epoch = epochs.length + 1;
  return (done: number, of: number, mean: { readonly loss: number; readonly top1: number }): void => {
    const last = epochs.at(-1);
    const parts = [
      `loss ${mean.loss.toPrecision(3)}`,
      `training ${percent(mean.top1)}`,
      ...(last === undefined ? [] : [`test ${percent(last.top1)}`]),
    ];
    options.onProgress?.({
      done: before * samples.train.count + done,
      of: all * of,
      text: `${step.name}, epoch ${epoch} of ${step.learning.epochs}: ${parts.join(', ')}`,
    });
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** What a user reads where the loss is not finite any more; the weights of the last whole epoch lie in the folder then. */
function diverged(run: Run, network: TrainedNetwork, step: LearnStep, epoch: number, rate: number): UserError {
  const { config, chain, options } = run;
  const kept =
    options.folder === undefined
      ? ''
      : `. The weights before that epoch are in ${writeLastGood(options.folder, networkFile(chain, network))}`;
  return UserError.at(
    { file: config.file },
    `the loss is not finite any more in epoch ${epoch} of "${step.name}": it diverges at the learning rate ${rate}; take a smaller one${kept}`,
    'TRAINING_DIVERGED',
  );
}

function resultOf(
  config: TrainingConfig,
  chain: Chain,
  samples: TrainingSamples,
  { stages, network }: { readonly stages: readonly StageResult[]; readonly network: TrainedNetwork },
): TrainingResult {
  const { slots } = chain;
  const mask = layerMask(network.layers[0]);
  const sum = (value: (slot: Chain['slots'][number]) => number) =>
    slots.reduce((total, slot) => total + value(slot), 0);
  return {
    schemaVersion: 1,
    kind: 'training',
    tool: { name: 'picojoule', version: VERSION },
    name: config.name,
    file: basename(config.file),
    seed: config.seed,
    recipe: config.recipe,
    samples: { train: samples.train.count, validation: samples.validation.count, test: samples.test.count },
    classes: chain.outputs,
    network: {
      weights: sum(({ rows, columns }) => rows * columns),
      biases: sum(({ rows }) => rows),
      input: chain.input,
      layers: slots.map(({ name, kind, shape }) => ({ name, kind, shape })),
    },
    accounting: ACCOUNTING,
    stages,
    ...(mask !== undefined && { mask }),
    warnings: stages.flatMap(({ name, charge }) =>
      charge !== undefined && 'refused' in charge ? [`${name}: not charged: ${charge.refused}`] : [],
    ),
  };
}
