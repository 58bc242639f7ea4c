import type { Command } from './command.ts';

/** `picojoule check`: every fault of a config file, with its place. */
export const check: Command = {
  usage: 'check <file>',
  summary: 'validate a hardware, network, energy or sweep YAML and print every fault with its place',
  options: (yargs) => yargs.positional('file', { type: 'string', demandOption: true, describe: 'the file to check' }),
  async handle(args, io) {
    const { checkFile, UserError } = await import('../index.ts');
    const file = args.file as string;
    const { kind, faults } = await checkFile(file);
    if (faults.length > 0) throw new UserError(faults);
    io.out(`${file}: a valid ${kind} file\n`);
    return 0;
  },
};
