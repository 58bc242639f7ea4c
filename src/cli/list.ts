import type { Command } from './command.ts';

/** Named here too: the catalogue itself is loaded only when it is asked for. */
const LISTS = [
  'hardware',
  'networks',
  'energy-tables',
  'sweeps',
  'platforms',
  'training',
  'number-formats',
  'dram-parts',
  'operators',
  'axes',
  'components',
  'numbers',
  'charts',
  'importers',
  'formats',
] as const satisfies readonly (keyof Catalogue)[];

type Catalogue = typeof import('../index.ts').catalogue;

/** `picojoule list`: the names that configs and options may use. */
export const list: Command = {
  usage: 'list <what>',
  summary: 'list what is built in (hardware, networks, sweeps, ...) and the names that configs and options may use',
  options: (yargs) =>
    yargs.positional('what', {
      choices: LISTS,
      demandOption: true,
      describe: 'what to list',
    }),
  async handle(args, io) {
    const { catalogue } = await import('../index.ts');
    const entries = await catalogue[args.what as (typeof LISTS)[number]]();
    const width = Math.max(...entries.map(({ name }) => name.length));
    for (const { name, description } of entries) io.out(`${name.padEnd(width)}  ${description}\n`);
    return 0;
  },
};
