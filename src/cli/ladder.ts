import { formatOption, NETWORK, shared, tableChoice, tableOptions, value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, texts } from './command.ts';
import { commandLine } from './command-line.ts';
import { withProgress } from './progress/progress.ts';

/** `picojoule ladder`: the rungs from dense DRAM to the EIE, and what each one saves. */
export const ladder: Command = {
  usage: 'ladder [network]',
  summary: 'the rungs from dense weights in DRAM to the EIE, and what each one saves',
  repeats: ['set'],
  needs: { format: 'out' },
  options: (yargs) =>
    yargs
      .positional('network', {
        type: 'string',
        default: 'eie-benchmark',
        describe: NETWORK,
      })
      .option('set', value('change a config key of every rung (repeats)'))
      .option('out', value('write the record and its chart into this folder'))
      .option('format', formatOption('json,csv,vl.json,svg'))
      .option('columns', tableOptions.columns)
      .option('width', tableOptions.width)
      .option('json', shared.json),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const formats = api.parseFormats(text(args, 'format'), 'ladder');
  const machines = await api.loadLadder(texts(args, 'set'));
  const layers = text(args, 'network')!;
  const network = await api.expectKind(layers, 'network', () => api.loadNetwork(layers));
  const record = await withProgress(io, 'rungs', (step) =>
    api.runLadder(machines, network, step, { memory: api.memory() }),
  );
  const result = { ...record, command: commandLine(ladder, args) };
  for (const warning of result.warnings) io.err(`warning: ${warning}\n`);
  const folder = text(args, 'out');
  if (folder !== undefined) await api.writeResult(result, folder, formats, tableChoice(args));
  io.out(args.json === true ? api.jsonText(result) : api.renderReport(result, io.columns));
  if (folder !== undefined && args.json !== true) io.out(`\nWritten to ${folder}\n`);
  return 0;
}
