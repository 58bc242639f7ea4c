import { oneLayer } from './arguments/one-layer.ts';
import { machineAndNetwork, shared, value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, UsageError } from './command.ts';

/** `picojoule explain`: what a number of the record means, and why a layer takes its cycles. */
export const explain: Command = {
  usage: 'explain <number> [hardware] [network]',
  summary: 'what a number of the result means and what would change it; with --layer, why it takes its cycles',
  repeats: ['set'],
  needs: { set: 'layer', seed: 'layer', prototxt: 'layer' },
  options: (yargs) =>
    machineAndNetwork(
      yargs.positional('number', {
        type: 'string',
        demandOption: true,
        describe: 'its name in the record: starvedCycles, loadBalanceEfficiency, energyPj.sram; `list numbers`',
      }),
    )
      .option('layer', value('explain cycles: what this layer spends them on'))
      .option('json', shared.json),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const number = text(args, 'number')!;
  const term = api.termNamed(number);
  const layer = text(args, 'layer');
  if (layer === undefined) {
    const { name, title, unit, definition, formula, changedBy, source } = term;
    io.out(
      args.json === true
        ? api.jsonText({ name, title, unit, definition, formula, changedBy, source })
        : api.renderTerm(term),
    );
    return 0;
  }
  if (number !== 'cycles') throw new UsageError(`--layer: cycles are explained layer by layer, ${number} is not`);
  const { hardware, network } = await oneLayer(args, io);
  const explained = api.explainCycles(hardware, network, { layer, memory: api.memory() });
  io.out(args.json === true ? api.jsonText(explained) : api.renderCycles(explained));
  return 0;
}
