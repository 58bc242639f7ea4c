import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { VERSION } from '../../../generated/version.ts';
import { basename } from '../../base/files/path.ts';
import { recordedHardware } from '../../run/recorded-hardware.ts';
import type { TrainingConfig } from '../config/training.ts';
import type { TrainingSamples } from '../data/load-data.ts';
import type { Chain } from '../learn/chain.ts';
import { divisionOf } from '../learn/learner.ts';
import type { Samples } from '../learn/samples.ts';
import { layerMask } from '../network/layer-mask.ts';
import type { TrainedNetwork } from '../network/trained-network.ts';
import {
  type Checkpoint,
  checkpointIn,
  readCheckpoint,
  removeCheckpoint,
  startFrom,
  type TrainingInputs,
  writeCheckpoint,
  writeLastGood,
} from '../store/checkpoint.ts';
import { type ChargingMachine, chargingMachine } from './charge-stage.ts';
import { crewTrainer } from './crew-trainer.ts';
import { networkFile } from './network-file.ts';
import { prepareTraining } from './prepare-training.ts';
import { runSteps, type TrainingProgress } from './run-steps.ts';
import { ACCOUNTING } from './stage-result.ts';
import type { StageResult, TrainingResult } from './training-result.ts';

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
  const stored = folder === undefined ? undefined : readCheckpoint(checkpointIn(folder), inputs);
  const start = stored ?? startFrom(network);
  const division = divisionOf(config);
  const jobs = Math.min(options.jobs ?? availableParallelism(), division.parts);
  const trainer = await crewTrainer({ layers: config.layers, division, samples }, chain, jobs, signal);
  try {
    const keep = (checkpoint: Checkpoint) => {
      if (folder !== undefined) writeCheckpoint(checkpointIn(folder), inputs, checkpoint);
    };
    if (stored === undefined) keep(start);
    const { onProgress } = options;
    const rescue =
      folder === undefined ? undefined : (last: TrainedNetwork) => writeLastGood(folder, networkFile(chain, last));
    const run = { config, chain, samples, trainer, machine, keep, signal };
    const done = await runSteps({ ...run, ...(onProgress && { onProgress }), ...(rescue && { rescue }) }, start);
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
