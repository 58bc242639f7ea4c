/** What a job array needs. Paths are absolute: a cluster node starts elsewhere. */
export interface SlurmJob {
  /** The sweep file, or the name of a built-in one. */
  readonly file: string;
  readonly folder: string;
  readonly shards: number;
  /** Further #SBATCH options of the array, e.g. `--time=1:00:00`. */
  readonly options: readonly string[];
  readonly jobs?: number;
  /** How this program is started: node and its script. */
  readonly program: readonly string[];
  readonly workingFolder: string;
}

/**
 * One task a shard. Safe to be requeued: a shard resumes from its own folder. A task whose points fail ends with 1 but its points are kept, so the merge
 * runs whatever happens (afterany) and tells what is missing.
 */
export function arrayScript({ file, folder, shards, options, jobs, program, workingFolder }: SlurmJob): string {
  const command = [...program, 'sweep', file, '--out', folder].map(quoted).join(' ');
  return script(
    [
      `--job-name=picojoule-sweep`,
      `--array=0-${shards - 1}`,
      '--requeue',
      '--open-mode=append',
      `--output=${folder}/slurm/shard-%a.log`,
      `--chdir=${workingFolder}`,
      `--cpus-per-task=${jobs ?? 1}`,
      ...options,
    ],
    [`exec ${command} --shard "$SLURM_ARRAY_TASK_ID/${shards}" --jobs ${jobs ?? 1}`],
  );
}

/** Puts the shards together; exits 1 and names what is missing where a shard did not finish. */
export function mergeScript({ folder, program, workingFolder }: SlurmJob): string {
  const command = [...program, 'sweep', '--merge', '--out', folder].map(quoted).join(' ');
  return script(
    ['--job-name=picojoule-merge', `--output=${folder}/slurm/merge.log`, `--chdir=${workingFolder}`, '--requeue'],
    [`exec ${command}`],
  );
}

function script(options: readonly string[], commands: readonly string[]): string {
  return ['#!/bin/bash', ...options.map((option) => `#SBATCH ${option}`), 'set -eu', ...commands, ''].join('\n');
}

/** A word for the shell, whatever it holds. */
function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
