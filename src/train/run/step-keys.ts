import { createHash } from 'node:crypto';
import { VERSION } from '../../../generated/version.ts';
import type { TrainingConfig } from '../config/training.ts';
import { arrayPlace } from '../data/load-data.ts';
import { learningPlan } from './epoch-task.ts';

/**
 * What the network behind each step depends on, as a key: trainings whose keys of a step are equal have the same network there, to the bit. It is made of the
 * content of the files, of what the recipe says up to that step, and of the version of the program; names, places of files and the machine that charges stages
 * do not count.
 * @param digests content of every file that the recipe reads, by its path
 */
export function stepKeys(config: TrainingConfig, digests: ReadonlyMap<string, string>): string[] {
  const { data, layers, weights, initialisation, batch, batchParts, seed } = config;
  const { train, test, ...prepared } = data;
  const set = ({ inputs, labels, limit }: typeof train) => [contentOf(inputs), contentOf(labels), limit ?? null];
  const contentOf = (path: string) => {
    const { file } = arrayPlace(path);
    return [digests.get(file), path.slice(file.length)];
  };
  const start = weights === null ? initialisation : contentOf(weights);
  let key = digest([VERSION, seed, set(train), set(test), prepared, layers, start, batch, batchParts]);
  return config.steps.map((step) => {
    key = digest([key, step.name, step.content, 'learning' in step ? learningPlan(config, step) : null]);
    return key;
  });
}

/** The files that a recipe reads. */
export function filesOfTraining({ data: { train, test }, weights }: TrainingConfig): string[] {
  const read = [train.inputs, train.labels, test.inputs, test.labels].map((path) => arrayPlace(path).file);
  return [...new Set([...read, ...(weights === null ? [] : [weights])])];
}

function digest(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}
