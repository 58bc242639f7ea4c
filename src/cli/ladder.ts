import { givenInputs, networkInputs } from './arguments/network-inputs.ts';
import { NETWORK, resultOptions, tableNeeds, value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, texts } from './command.ts';
import { commandLine } from './command-line.ts';
import { deliver } from './deliver.ts';
import { withProgress } from './progress/progress.ts';

/** `picojoule ladder`: the rungs from dense DRAM to the EIE, and what each one saves. */
export const ladder: Command = {
  usage: 'ladder [network]',
  summary: 'the rungs from dense weights in DRAM to the EIE, and what each one saves',
  repeats: ['set', 'input-shape'],
  needs: { format: 'out', ...tableNeeds },
  options: (yargs) =>
    yargs
      .positional('network', {
        type: 'string',
        default: 'eie-benchmark',
        describe: NETWORK,
      })
      .option('set', value('change a config key of every rung (repeats)'))
      .options(networkInputs)
      .options(resultOptions('write the record and its chart into this folder')),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const formats = api.parseFormats(text(args, 'format'), 'ladder');
  const machines = await api.loadLadder(texts(args, 'set'));
  const layers = text(args, 'network')!;
  const network = await api.expectKind(layers, 'network', () => api.loadNetwork(layers, givenInputs(args)));
  const record = await withProgress(io, 'rungs', (step) =>
    api.runLadder(machines, network, step, { memory: api.memory() }),
  );
  const result = { ...record, command: commandLine(ladder, args) };
  await deliver(api, args, io, result, formats);
  return 0;
}
