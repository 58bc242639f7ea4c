import { type Command, text } from './command.ts';

/** `picojoule schema`: JSON Schema of a kind of config file, for completion in editors. */
export const schema: Command = {
  usage: 'schema <kind>',
  summary: 'print the JSON Schema of hardware, network, energy, sweep or platform files',
  options: (yargs) =>
    yargs.positional('kind', {
      choices: ['hardware', 'network', 'energy', 'sweep', 'platform'] as const,
      demandOption: true,
      describe: 'kind of file',
    }),
  async handle(args, io) {
    const { jsonSchema, jsonText } = await import('../index.ts');
    io.out(jsonText(jsonSchema(text(args, 'kind')!)));
    return 0;
  },
};
