import { type Command, text } from './command.ts';
import { machineAndNetwork, value } from './options.ts';

/** `picojoule explore`: a page on which every change of a machine is simulated at once. */
export const explore: Command = {
  usage: 'explore [hardware] [network]',
  summary: 'write a page with controls that simulates in the browser, and shows a small layer step by step',
  repeats: ['set'],
  options: (yargs) =>
    machineAndNetwork(yargs).option('out', { ...value('the page, an HTML file'), default: 'explorer.html' }),
  async handle(args, io) {
    const api = await import('../index.ts');
    const [machine, file] = [text(args, 'hardware')!, text(args, 'out')!];
    await api.writeExplorer(file, { title: `Explore: ${machine}` });
    io.out(`${file} written; open it in a browser\n`);
    return 0;
  },
};
