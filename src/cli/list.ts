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
    for (const { name, description } of catalogue[args.what as keyof typeof catalogue]())
      io.out(`${name.padEnd(28)} ${description}\n`);
    return 0;
  },
};
