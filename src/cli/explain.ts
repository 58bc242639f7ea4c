import { type Arguments, type Command, type Io, text, texts, UsageError } from './command.ts';
import { NETWORK, seed, shared, value } from './options.ts';

/** `picojoule explain`: what a number of the record means, and why a layer takes its cycles. */
export const explain: Command = {
  usage: 'explain <number> [hardware] [network]',
  summary: 'what a number of the result means and what would change it; with --layer, why it takes its cycles',
  repeats: ['set'],
  needs: { set: 'layer', seed: 'layer', prototxt: 'layer' },
  options: (yargs) =>
    yargs
      .positional('number', {
        type: 'string',
        demandOption: true,
        describe: 'its name in the record: starvedCycles, loadBalanceEfficiency, energyPj.sram; `list numbers`',
      })
      .positional('hardware', {
        type: 'string',
        default: 'eie-64pe',
        describe: 'hardware YAML, or the name of a built-in one',
      })
      .positional('network', { type: 'string', default: 'eie-benchmark', describe: NETWORK })
      .option('layer', value('explain cycles: what this layer spends them on'))
      .option('seed', value('seed of generated layers, instead of the one in the network file'))
      .option('set', value('change a config key: --set activationQueue.depth=16 (repeats)'))
      .option('prototxt', shared.prototxt)
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
  const [machine, layers] = [text(args, 'hardware')!, text(args, 'network')!];
  const hardware = await api.expectKind(machine, 'hardware', () =>
    api.loadHardware(machine, { set: texts(args, 'set') }),
  );
  const prototxt = text(args, 'prototxt');
  const network = await api.expectKind(layers, 'network', () =>
    api.loadNetwork(layers, { layer, ...(prototxt !== undefined && { prototxt }), ...seed(args), layersAlone: true }),
  );
  for (const warning of network.warnings ?? []) io.err(`warning: ${warning}\n`);
  const explained = api.explainCycles(hardware, network, { layer, memory: api.memory() });
  io.out(args.json === true ? api.jsonText(explained) : api.renderCycles(explained));
  return 0;
}
