import { basename, join } from 'node:path';
import { jobs, wholeNumber } from '../arguments/numbers.ts';
import { flag, formatOption, shared, tableNeeds, tableOptions, value } from '../arguments/options.ts';
import { type Arguments, type Command, type Io, text, texts, UsageError } from '../command.ts';
import { type Step, withProgress } from '../progress/progress.ts';
import { deliverSweep } from './deliver-sweep.ts';
import { shardOf } from './sweep-arguments.ts';

type Api = typeof import('../../index.ts');

const INTERRUPTED = 130;

/** `picojoule sweep`: explore a design space; resumable, parallel, over several machines. */
export const sweep: Command = {
  usage: 'sweep [files..]',
  summary: 'run every point of a sweep, or resume it; merge shards; submit it to Slurm',
  repeats: ['slurm-option'],
  needs: { shards: 'slurm', 'slurm-option': 'slurm', ...tableNeeds },
  options: (yargs) =>
    yargs
      .positional('files', {
        type: 'string',
        describe: 'sweep YAML, or the name of a built-in one; with --merge the folders of shards',
      })
      .option('out', value('folder of the result; finished points are kept there (default reports/<name of the file>)'))
      .option('format', formatOption('json,csv,vl.json,svg'))
      .option('columns', tableOptions.columns)
      .option('width', tableOptions.width)
      .option('json', shared.json)
      .option('jobs', value('worker threads (default: one a core where there is much to simulate)'))
      .option('fresh', flag('start over, whatever --out holds'))
      .option('shard', value('i/n: only every n-th point, 0 <= i < n'))
      .option('merge', flag('put the shards in --out (or in the folders given) together'))
      .option('slurm', flag('write a Slurm job array and its merge job into --out, and submit them'))
      .option('shards', value('tasks of the job array (default 8)'))
      .option('slurm-option', value('an option of sbatch for the array: --slurm-option=--time=1:00:00 (repeats)')),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../../index.ts');
  const formats = api.parseFormats(text(args, 'format'), 'sweep');
  const files = texts(args, 'files');
  if (args.merge === true) return merge(api, args, io, files, formats);
  if (files.length !== 1)
    throw new UsageError(`sweep: expected one sweep file, found ${files.length === 0 ? 'none' : files.join(' ')}`);
  const [file] = files;
  const folder = text(args, 'out') ?? join('reports', basename(file).replace(/\.ya?ml$/, ''));
  const config = await api.expectKind(file, 'sweep', () => api.loadSweep(file));
  for (const warning of config.warnings) io.err(`warning: ${warning}\n`);
  if (args.slurm === true) return submit(api, args, io, file, folder);
  const shard = shardOf(args);
  const options = {
    folder: shard === undefined ? folder : api.shardFolder(folder, shard),
    fresh: args.fresh === true,
    signal: io.signal,
    ...jobs(args),
    ...(shard && { shard }),
  };
  const show = (step: Step) =>
    api.runSweep(config, {
      ...options,
      onProgress: ({ done, of, failed, epochs }) => step(where(failed, epochs), done, of),
    });
  const run = await withProgress(io, 'points', show, true);
  if (io.signal.aborted) {
    io.err(
      `${run.progress.done} of ${run.progress.of} points done; resume with: ${command(file, folder, text(args, 'shard'))}\n`,
    );
    return INTERRUPTED;
  }
  if (run.result === undefined) {
    io.out(
      `${run.progress.done} of ${run.progress.of} points of this shard done; when all shards are: picojoule sweep --merge --out ${folder}\n`,
    );
    return run.progress.failed > 0 ? 1 : 0;
  }
  return deliverSweep(api, args, io, run.result, folder, formats, config.warnings);
}

/** What the display says beside the points. */
function where(failed: number, epochs?: { readonly done: number; readonly of: number }): string {
  if (epochs !== undefined) return `training: ${epochs.done} of ${epochs.of} epochs`;
  return failed === 0 ? '' : `${failed} failed`;
}

async function merge(
  api: Api,
  args: Arguments,
  io: Io,
  files: readonly string[],
  formats: readonly string[],
): Promise<number> {
  const out = text(args, 'out');
  const folders = files.filter((file) => !/\.ya?ml$/.test(file));
  const from = folders.length > 0 ? folders : out === undefined ? [] : [out];
  if (from.length === 0)
    throw new UsageError('sweep --merge: expected the folders of shards, or --out with a folder that holds them');
  return deliverSweep(api, args, io, await api.mergeShards(from), out ?? from[0], formats);
}

async function submit(api: Api, args: Arguments, io: Io, file: string, folder: string): Promise<number> {
  const { shards = 8 } = wholeNumber(args, 'shards', 1, 10_000);
  const submitted = await api.submitToSlurm({
    file,
    folder,
    shards,
    options: texts(args, 'slurm-option'),
    ...jobs(args),
  });
  io.out(
    `Job array ${submitted.arrayJob} (${shards} shards) and merge job ${submitted.mergeJob} submitted; scripts and logs are in ${submitted.folder}\n`,
  );
  return 0;
}

function command(file: string, folder: string, shard: string | undefined): string {
  return `picojoule sweep ${file} --out ${folder}${shard === undefined ? '' : ` --shard ${shard}`}`;
}
