import { seed } from './arguments/numbers.ts';
import { NETWORK, value } from './arguments/options.ts';
import { type Command, text, texts } from './command.ts';

/** `picojoule explore`: a page on which every change of a machine is simulated at once. */
export const explore: Command = {
  usage: 'explore [hardware] [network]',
  summary: 'write a page with controls that simulates in the browser, and shows a small layer step by step',
  repeats: ['set'],
  options: (yargs) =>
    yargs
      .positional('hardware', {
        type: 'string',
        default: 'eie-64pe',
        describe: 'hardware YAML of an EIE, or the name of a built-in one',
      })
      .positional('network', { type: 'string', default: 'eie-benchmark', describe: NETWORK })
      .option('seed', value('seed of generated layers, instead of the one in the network file'))
      .option('set', value('change a config key before the controls do: --set activationQueue.depth=16 (repeats)'))
      .option('out', { ...value('the page, an HTML file'), default: 'explorer.html' }),
  async handle(args, io) {
    const api = await import('../index.ts');
    const [hardware, network, file] = [text(args, 'hardware')!, text(args, 'network')!, text(args, 'out')!];
    await api.writeExplorer(file, { hardware, network, set: texts(args, 'set'), ...seed(args) });
    io.out(`${file} written; open it in a browser\n`);
    return 0;
  },
};
