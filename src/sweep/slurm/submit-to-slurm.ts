import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { fileError } from '../../base/files/file-error.ts';
import { UserError } from '../../base/user-error.ts';
import { makeFolder } from '../../node/make-folder.ts';
import {
  arrayArguments,
  arrayScript,
  mergeArguments,
  mergeScript,
  SCRIPTS,
  type SlurmJob,
  submitScript,
} from './slurm-scripts.ts';

/** What is asked of the cluster. */
export interface SlurmRequest {
  readonly file: string;
  readonly folder: string;
  readonly shards: number;
  readonly options: readonly string[];
  readonly jobs?: number;
}

export interface SlurmSubmission {
  readonly arrayJob: string;
  readonly mergeJob: string;
  /** Where scripts and logs are. */
  readonly folder: string;
}

/**
 * Writes the scripts of a job array (one task a shard) and of a merge job that depends on it, and submits both.
 * @throws UserError where the scripts cannot be written, where there is no sbatch, or where Slurm refuses
 */
export async function submitToSlurm(request: SlurmRequest): Promise<SlurmSubmission> {
  const folder = resolve(request.folder);
  const file = existsSync(request.file) ? resolve(request.file) : request.file;
  const program = [process.execPath, ...process.argv.slice(1, 2)];
  const job: SlurmJob = { ...request, file, folder, program, workingFolder: process.cwd() };
  const scripts = join(folder, 'slurm');
  try {
    makeFolder(scripts);
    const write = (name: string, text: string) => writeFileSync(join(scripts, name), text, { mode: 0o755 });
    write(SCRIPTS.array, arrayScript(job));
    write(SCRIPTS.merge, mergeScript(job));
    write(SCRIPTS.submit, submitScript(job));
  } catch (error) {
    throw fileError(error, scripts);
  }
  const arrayJob = await sbatch(arrayArguments(job), scripts);
  const mergeJob = await sbatch(mergeArguments(job, arrayJob), scripts);
  return { arrayJob, mergeJob, folder: scripts };
}

/** Number of the submitted job. No shell reads the arguments. */
async function sbatch(args: readonly string[], scripts: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('sbatch', args);
    return stdout.trim().split(';')[0];
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT')
      throw UserError.at(
        {},
        `found no sbatch here; the scripts are in ${scripts}: run ${SCRIPTS.submit} where there is one`,
        'SLURM_MISSING',
      );
    throw UserError.at({}, `Slurm refused: ${(stderr ?? String(error)).trim()}`, 'SLURM_REFUSED');
  }
}
