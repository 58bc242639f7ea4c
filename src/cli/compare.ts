import { resultOptions, tableNeeds, value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, texts, UsageError } from './command.ts';
import { commandLine } from './command-line.ts';
import { deliver } from './deliver.ts';

/** `picojoule compare`: results side by side, the first as the baseline. */
export const compare: Command = {
  usage: 'compare <results..>',
  summary: 'compare the results of runs or of sweeps: numbers, and what changed in the configs',
  needs: { format: 'out', ...tableNeeds },
  repeats: ['platform'],
  options: (yargs) =>
    yargs
      .positional('results', {
        type: 'string',
        demandOption: true,
        describe: 'folders (or result files) of runs or sweeps, the baseline first',
      })
      .option('platform', value('a measured machine beside runs: h100, h200, or a file (repeats)'))
      .options(resultOptions('write the comparison into this folder'))
      .option('fail-over', value('exit 1 where a metric is worse than the baseline by more than this, e.g. 2%')),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const tolerance = toleranceOf(text(args, 'fail-over'));
  const paths = texts(args, 'results');
  if (paths.length < 2) throw new UsageError(`compare: expected two or more results, found ${paths.length}`);
  const api = await import('../index.ts');
  const formats = api.parseFormats(text(args, 'format'), 'comparison');
  const platforms = await Promise.all(
    texts(args, 'platform').map((name) => api.expectKind(name, 'platform', () => api.loadPlatform(name))),
  );
  const compared = api.compareResults(paths.map(api.readResult), platforms);
  if (platforms.length > 0 && compared.measured === undefined)
    io.err('warning: nothing of these networks was measured on these platforms: no layer of their shapes\n');
  const comparison = { ...compared, command: commandLine(compare, args) };
  await deliver(api, args, io, comparison, formats);
  if (tolerance === undefined) return 0;
  const worse = api.worsened(comparison.rows, tolerance);
  for (const { label, metric, relativeDifferences } of worse.slice(0, 10)) {
    const changes = relativeDifferences
      .slice(1)
      .map((change) => (change === null ? 'was 0' : `${(100 * change).toFixed(2)} %`));
    io.err(`worse: ${label} ${metric}: ${changes.join(', ')}\n`);
  }
  if (worse.length === 0) return 0;
  io.err(`${worse.length} numbers are worse by more than ${text(args, 'fail-over')}\n`);
  return 1;
}

/** `2%` or `0.02`. */
function toleranceOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const [, amount, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(given) ?? [];
  // a plain 2 may be meant as 2 % or as twice: what guards a build must not guess
  if (amount === undefined || (percent === '' && Number(amount) >= 1))
    throw new UsageError(`--fail-over: expected a share such as 2% or 0.02, found "${given}"`);
  return Number(amount) / (percent === '%' ? 100 : 1);
}
