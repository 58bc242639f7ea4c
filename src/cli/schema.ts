import { type Command, text } from './command.ts';

/** `picojoule schema`: JSON Schema of a kind of config file, for completion in editors, and of the record of a run. */
export const schema: Command = {
  usage: 'schema <kind>',
  summary: 'print the JSON Schema of hardware, network, energy, sweep, platform or training files, or of result.json',
  options: (yargs) =>
    yargs.positional('kind', {
      choices: ['hardware', 'network', 'energy', 'sweep', 'platform', 'training', 'result'] as const,
      demandOption: true,
      describe: 'kind of file',
    }),
  async handle(args, io) {
    const { jsonSchema, jsonText, resultSchema } = await import('../index.ts');
    const kind = text(args, 'kind')!;
    io.out(jsonText(kind === 'result' ? resultSchema() : await jsonSchema(kind)));
    return 0;
  },
};
