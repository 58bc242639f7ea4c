import { type Command, text } from './command.ts';

/** `picojoule init`: a commented hardware config to start from. */
export const init: Command = {
  usage: 'init [file]',
  summary: 'write a commented hardware config to start from (default hardware.yaml)',
  options: (yargs) =>
    yargs.positional('file', {
      type: 'string',
      default: 'hardware.yaml',
      describe: 'file to write; it must not exist',
    }),
  async handle(args, io) {
    const { hardwareTemplate, writeNewFile } = await import('../index.ts');
    const file = text(args, 'file')!;
    await writeNewFile(file, hardwareTemplate());
    io.out(`${file} written; run it with: picojoule run ${file}\n`);
    return 0;
  },
};
