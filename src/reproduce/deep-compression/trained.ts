import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../base/user-error.ts';
import { checkRecord } from '../../compare/check-record.ts';
import { storedRecord } from '../../compare/stored-record.ts';
import { packageRoot } from '../../node/package-root.ts';
import type { StageLayer, StageResult, TrainingResult } from '../../train/run/training-result.ts';

/** The records of a recipe, one a seed, and how they came. */
export interface Trained {
  readonly records: readonly TrainingResult[];
  readonly note: string;
}

/** The records that the user gives, or those that are committed beside the program's sources; undefined where there are neither. */
export function trainedRecords(recipe: string, given: readonly string[] | undefined): Trained | undefined {
  if (given !== undefined) return { records: given.map(trainingAt), note: `${given.length} trainings that were given` };
  const folder = join(packageRoot(), 'reports', recipe);
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder).filter((file) => /^seed-\d+\.json$/.test(file));
  return {
    records: files.toSorted().map((file) => trainingAt(join(folder, file))),
    note: `the ${files.length} trainings in reports/${recipe} (picojoule train ${recipe}, seeds 1 to ${files.length}, all of MNIST)`,
  };
}

/** result.json of a folder that `picojoule train` wrote, or a record itself. */
function trainingAt(path: string): TrainingResult {
  if (!existsSync(path)) throw UserError.at({ file: path }, 'there is no such file or folder', 'FILE_NOT_FOUND');
  const { file, record } = storedRecord(statSync(path).isDirectory() ? join(path, 'result.json') : path, [
    'result.json',
  ]);
  checkRecord(record, 'training', file);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by its schema
  return record as unknown as TrainingResult;
}

/** Mean over the seeds. */
export function meanOf(records: readonly TrainingResult[], value: (record: TrainingResult) => number): number {
  return records.reduce((sum, record) => sum + value(record), 0) / records.length;
}

/** The last stage of a kind. */
export function stageOf({ stages, file }: TrainingResult, ...kinds: readonly string[]): StageResult {
  const found = stages.findLast(({ kind }) => kinds.includes(kind));
  if (found === undefined)
    throw UserError.at({ file, path: 'stages' }, `expected a stage ${kinds.join(' or ')}, found none`, 'RESULT_FIELD');
  return found;
}

export function layerIn({ layers }: StageResult, name: string, { file }: TrainingResult): StageLayer {
  const found = layers.find((layer) => layer.name === name);
  if (found === undefined)
    throw UserError.at(
      { file, path: 'layers' },
      `expected a layer ${name} as the paper's network has it`,
      'RESULT_FIELD',
    );
  return found;
}
