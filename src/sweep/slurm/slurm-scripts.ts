/** What a job array needs. Paths are absolute: a cluster node starts elsewhere. */
export interface SlurmJob {
  /** The sweep file, or the name of a built-in one. */
  readonly file: string;
  readonly folder: string;
  readonly shards: number;
  /** Further options of sbatch for the array, e.g. `--time=1:00:00`. */
  readonly options: readonly string[];
  readonly jobs?: number;
  /** How this program is started: node and its script. */
  readonly program: readonly string[];
  readonly workingFolder: string;
}

/** Files of a submission, in one folder. */
export const SCRIPTS = { array: 'shards.sbatch', merge: 'merge.sbatch', submit: 'submit.sh' } as const;

/**
 * One task a shard. Safe to be requeued: a shard resumes from its own folder. A task whose points fail ends with 1 but its points are kept, so the merge
 * runs whatever happens (afterany) and tells what is missing. #SBATCH lines have rules of their own for blanks and quotes, so that no word of a user stands
 * in them.
 */
export function arrayScript({ file, folder, shards, jobs = 1, program, workingFolder }: SlurmJob): string {
  return script(
    [
      '--job-name=picojoule-sweep',
      `--array=0-${shards - 1}`,
      '--requeue',
      '--open-mode=append',
      `--cpus-per-task=${jobs}`,
    ],
    workingFolder,
    `${words([...program, 'sweep', file, '--out', folder])} --shard "$SLURM_ARRAY_TASK_ID/${shards}" --jobs ${jobs}`,
    `${quoted(`${folder}/slurm/shard-`)}"$SLURM_ARRAY_TASK_ID".log`,
    folder,
  );
}

/** Puts the shards together; exits 1 and names what is missing where a shard did not finish. */
export function mergeScript({ folder, program, workingFolder }: SlurmJob): string {
  return script(
    ['--job-name=picojoule-merge', '--requeue'],
    workingFolder,
    words([...program, 'sweep', '--merge', '--out', folder]),
    quoted(`${folder}/slurm/merge.log`),
    folder,
  );
}

/** Arguments of sbatch for the array. */
export function arrayArguments({ folder, options }: SlurmJob): string[] {
  return ['--parsable', outputOption(folder, 'shard-%a.log'), ...options, `${folder}/slurm/${SCRIPTS.array}`];
}

/** Arguments of sbatch for the merge behind an array. */
export function mergeArguments({ folder }: SlurmJob, arrayJob: string): string[] {
  const after = `--dependency=afterany:${arrayJob}`;
  return ['--parsable', outputOption(folder, 'merge.log'), after, `${folder}/slurm/${SCRIPTS.merge}`];
}

/** In the name of a log `%` begins a placeholder, and Slurm drops a backslash and with it all placeholders: then the script itself opens the log. */
function outputOption(folder: string, log: string): string {
  return folder.includes('\\') ? '--output=/dev/null' : `--output=${folder.replaceAll('%', '%%')}/slurm/${log}`;
}

/** Submits both by hand, from wherever it is called. */
export function submitScript(job: SlurmJob): string {
  const [last, ...before] = mergeArguments(job, '').toReversed();
  return [
    '#!/bin/bash',
    'set -euo pipefail',
    `cd -- ${quoted(job.workingFolder)}`,
    `array=$(sbatch ${words(arrayArguments(job))} | cut -d ";" -f 1)`,
    `sbatch ${words(before.toReversed())}"$array" ${quoted(last)}`,
    '',
  ].join('\n');
}

function script(
  options: readonly string[],
  workingFolder: string,
  command: string,
  log: string,
  folder: string,
): string {
  return [
    '#!/bin/bash',
    ...options.map((option) => `#SBATCH ${option}`),
    'set -eu',
    ...(folder.includes('\\') ? [`exec >>${log} 2>&1`] : []),
    `cd -- ${quoted(workingFolder)}`,
    `exec ${command}`,
    '',
  ].join('\n');
}

function words(list: readonly string[]): string {
  return list.map(quoted).join(' ');
}

/** A word for the shell, whatever it holds. */
function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
