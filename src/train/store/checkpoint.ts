import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileError } from '../../base/files/file-error.ts';
import { UserError } from '../../base/user-error.ts';
import { safetensorsBytes, type TensorToWrite } from '../../network/compressed/safetensors-bytes.ts';
import { decodeElements } from '../../network/importers/elements/element-kinds.ts';
import { readSafetensorsFile } from '../../network/importers/safetensors/safetensors-file.ts';
import { makeFolder } from '../../node/make-folder.ts';
import type { TrainedLayer, TrainedNetwork } from '../network/trained-network.ts';
import type { EpochResult, StageResult } from '../run/training-result.ts';

/** Where a training stands: behind a whole epoch, or between two steps. */
export interface Checkpoint {
  /** Step that is next, or in which `epochs` are done. */
  readonly step: number;
  readonly epochs: readonly EpochResult[];
  /** Results of the steps before. */
  readonly stages: readonly StageResult[];
  readonly network: TrainedNetwork;
  /** What the optimiser remembers; empty at the start of a step. */
  readonly moments: readonly Float32Array[];
}

/** Where a training begins. */
export function startFrom(network: TrainedNetwork): Checkpoint {
  return { step: 0, epochs: [], stages: [], network, moments: [] };
}

/** Inputs of a training by name: a checkpoint of others is not continued. */
export type TrainingInputs = Readonly<Record<string, string>>;

const NAME = 'training.checkpoint';
const LAST_GOOD = 'last-good.safetensors';
const FORMAT = 'picojoule training, version 1';

interface Stored {
  readonly inputs: TrainingInputs;
  readonly step: number;
  readonly epochs: readonly EpochResult[];
  readonly stages: readonly StageResult[];
  readonly layers: readonly StoredLayer[];
  readonly moments: number;
}

/** The checkpoint of a training that has a folder of its own. */
export function checkpointIn(folder: string): string {
  return join(folder, NAME);
}

/** Writes a checkpoint; the one before stays until the new one is whole. */
export function writeCheckpoint(
  file: string,
  inputs: TrainingInputs,
  { network, moments, ...place }: Checkpoint,
): void {
  const layers = network.layers.map(({ weights: _w, biases: _b, kept, shared, ...layer }) => ({
    ...layer,
    pruned: kept !== null,
    codeBits: shared?.codeBits ?? null,
  }));
  const stored: Stored = { inputs, ...place, layers, moments: moments.length };
  const list = (name: string, values: TensorToWrite['values']) => ({ name, shape: [values.length], values });
  const tensors = network.layers.flatMap(({ name, weights, biases, kept, shared }) => [
    list(`${name}.weights`, weights),
    list(`${name}.biases`, biases),
    ...(kept === null ? [] : [list(`${name}.kept`, kept)]),
    ...(shared === null ? [] : [list(`${name}.codes`, shared.codes), list(`${name}.codebook`, shared.codebook)]),
  ]);
  const bytes = safetensorsBytes([...tensors, ...moments.map((values, k) => list(`:moment.${k}`, values))], {
    format: FORMAT,
    state: JSON.stringify(stored),
  });
  const folder = dirname(file);
  const draft = join(folder, `.${basename(file)}.${process.pid}.partial`);
  try {
    makeFolder(folder);
    writeFileSync(draft, bytes);
    renameSync(draft, file);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    throw fileError(error, file);
  }
}

/**
 * Reads a checkpoint; undefined where there is none.
 * @throws UserError where it is damaged, or one of other inputs
 */
export function readCheckpoint(file: string, inputs: TrainingInputs): Checkpoint | undefined {
  if (!existsSync(file)) return undefined;
  const { tensors, metadata } = readSafetensorsFile(file, readFileSync(file));
  if (metadata.format !== FORMAT || metadata.state === undefined)
    throw UserError.at(
      { file },
      `expected the format "${FORMAT}", found "${metadata.format}"; start over with --fresh`,
      'CHECKPOINT',
    );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of our own, told by its format
  const stored = JSON.parse(metadata.state) as Stored;
  const changed = Object.keys({ ...stored.inputs, ...inputs }).filter((key) => stored.inputs[key] !== inputs[key]);
  if (changed.length > 0)
    throw UserError.at(
      { file: dirname(file) },
      `holds an unfinished training of other inputs; changed: ${changed.slice(0, 5).join(', ')}${changed.length > 5 ? ` and ${changed.length - 5} more` : ''}. Choose another --out, or start over with --fresh`,
      'TRAINING_CHANGED',
    );
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const read = (name: string): ArrayLike<number> => {
    const tensor = byName.get(name);
    if (tensor === undefined)
      throw UserError.at({ file }, `no tensor "${name}"; start over with --fresh`, 'CHECKPOINT');
    return decodeElements(tensor.bytes, tensor.kind, tensor.shape[0]);
  };
  return {
    step: stored.step,
    epochs: stored.epochs,
    stages: stored.stages,
    network: { layers: stored.layers.map((layer) => readLayer(layer, read)) },
    moments: Array.from({ length: stored.moments }, (_, k) => Float32Array.from(read(`:moment.${k}`))),
  };
}

type StoredLayer = Omit<TrainedLayer, 'weights' | 'biases' | 'kept' | 'shared'> & {
  readonly pruned: boolean;
  readonly codeBits: number | null;
};

function readLayer(
  { pruned, codeBits, ...layer }: StoredLayer,
  read: (name: string) => ArrayLike<number>,
): TrainedLayer {
  const { name } = layer;
  return {
    ...layer,
    weights: Float32Array.from(read(`${name}.weights`)),
    biases: Float32Array.from(read(`${name}.biases`)),
    kept: pruned ? Uint32Array.from(read(`${name}.kept`)) : null,
    shared:
      codeBits === null
        ? null
        : {
            codes: Uint8Array.from(read(`${name}.codes`)),
            codebook: Float32Array.from(read(`${name}.codebook`)),
            codeBits,
          },
  };
}

/** Takes the checkpoint out of a folder, and what a training that diverged left there. */
export function removeCheckpoint(folder: string): void {
  for (const name of [NAME, LAST_GOOD]) rmSync(join(folder, name), { force: true });
}

/** The network of the last whole epoch of a training that diverged, as a weight file; returns its path. */
export function writeLastGood(folder: string, network: Uint8Array): string {
  const file = join(folder, LAST_GOOD);
  try {
    writeFileSync(file, network);
  } catch (error) {
    throw fileError(error, file);
  }
  return file;
}
