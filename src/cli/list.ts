import type { Command } from './command.ts';

/** `picojoule list`: the names that configs and options may use. */
export const list: Command = {
  usage: 'list <what>',
  summary: 'list axes of sweeps, components, charts, importers or formats',
  options: (yargs) =>
    yargs.positional('what', {
      choices: ['axes', 'components', 'charts', 'importers', 'formats'] as const,
      demandOption: true,
      describe: 'what to list',
    }),
  async handle(args, io) {
    const { catalogue } = await import('../index.ts');
    const entries = catalogue[args.what as keyof typeof catalogue]();
    const width = Math.max(...entries.map(({ name }) => name.length));
    for (const { name, description } of entries) io.out(`${name.padEnd(width)}  ${description}\n`);
    return 0;
  },
};
