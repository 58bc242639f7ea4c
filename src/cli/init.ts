import { value } from './arguments/options.ts';
import { type Command, text } from './command.ts';

/** `picojoule init`: a commented hardware config to start from. */
export const init: Command = {
  usage: 'init [file]',
  summary: 'write a commented hardware config to start from (default hardware.yaml)',
  options: (yargs) =>
    yargs
      .positional('file', {
        type: 'string',
        default: 'hardware.yaml',
        describe: 'file to write; it must not exist',
      })
      .option('machine', value('kind of machine: eie (default), systolic, ...')),
  async handle(args, io) {
    const { machineTemplate, writeNewFile } = await import('../index.ts');
    const file = text(args, 'file')!;
    await writeNewFile(file, await machineTemplate(text(args, 'machine') ?? 'eie'));
    io.out(`${file} written; run it with: picojoule run ${file}\n`);
    return 0;
  },
};
