import { UserError } from '../../base/user-error.ts';
import type { TrainingConfig } from '../config/training.ts';
import type { TrainingSamples } from '../data/load-data.ts';
import type { Chain } from '../learn/chain.ts';
import type { TrainedNetwork } from '../network/trained-network.ts';
import type { LearnStep, MeasureStep } from '../stages/stage.ts';
import type { Checkpoint } from '../store/checkpoint.ts';
import { type ChargingMachine, chargeStage } from './charge-stage.ts';
import { epochTask } from './epoch-task.ts';
import { measureSensitivity } from './measure-sensitivity.ts';
import { readParameters, writeParameters } from './parameters.ts';
import { accuracyOf, sizesOf } from './stage-result.ts';
import type { Trainer } from './trainer.ts';
import type { EpochResult, LayerSensitivity, StageResult } from './training-result.ts';

/** Test samples that are charged where the recipe does not say. */
export const CHARGED = 20;

/** How far a training is. */
export interface TrainingProgress {
  /** Samples learnt, of those of all epochs of all stages. */
  readonly done: number;
  readonly of: number;
  /** `train, epoch 3 of 12: loss 0.041, training 98.7 %, test 97.90 %`. */
  readonly text: string;
}

/** What the steps of a training need. */
export interface Run {
  readonly config: TrainingConfig;
  readonly chain: Chain;
  readonly samples: TrainingSamples;
  readonly trainer: Trainer;
  readonly machine: ChargingMachine | undefined;
  readonly keep: (checkpoint: Checkpoint) => void;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Where the network of the last whole epoch goes when the loss diverges; gives the path. */
  readonly rescue?: (network: TrainedNetwork) => string;
  readonly signal: AbortSignal;
}

/** The steps from a checkpoint on, up to step `end`, or all. */
export async function runSteps(
  run: Run,
  start: Checkpoint,
  end = run.config.steps.length,
): Promise<{ stages: StageResult[]; network: TrainedNetwork }> {
  const { config, chain, samples, trainer, machine, keep, signal } = run;
  const stages = [...start.stages];
  let { network } = start;
  for (let index = start.step; index < end; index++) {
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
      ...sizesOf(chain, network),
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
  const { config, chain, trainer, samples, onProgress, signal } = run;
  const which = samples.validation.count > 0 ? 'validation' : 'test';
  const { before, all } = epochsAround(config, index);
  return measureSensitivity(step, chain, network, trainer, { which, count: samples[which].count }, (text) => {
    signal.throwIfAborted();
    const { count } = samples.train;
    onProgress?.({ done: before * count, of: all * count, text: `${step.name}: ${text}` });
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
  // every layer kept its own values (codeBits: none): there is nothing to learn
  if (step.learns === 'centroids' && network.layers.every(({ shared }) => shared === null)) return { network, epochs };
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
function teller({ config, samples, onProgress }: Run, step: LearnStep, index: number, epochs: readonly EpochResult[]) {
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
    onProgress?.({
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
  const { config, rescue } = run;
  const kept = rescue === undefined ? '' : `. The weights before that epoch are in ${rescue(network)}`;
  return UserError.at(
    { file: config.file },
    `the loss is not finite any more in epoch ${epoch} of "${step.name}": it diverges at the learning rate ${rate}; take a smaller one${kept}`,
    'TRAINING_DIVERGED',
  );
}
