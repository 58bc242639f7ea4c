import { shared } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text } from './command.ts';
import { megabytes, type Step, withProgress } from './progress/progress.ts';

/** `picojoule inspect`: what a network or weight file holds, layer by layer, and what was skipped and why. */
export const inspect: Command = {
  usage: 'inspect <file>',
  summary:
    'what a network or weight file holds, layer by layer: shape, format, density, values; what was skipped and why',
  options: (yargs) =>
    yargs
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe:
          '.npy, .npz, .safetensors, .gguf, .onnx, .mtx, .smtx, .net, model folder, EIE dump folder, network YAML or built-in name',
      })
      .option('prototxt', shared.prototxt)
      .option('dtype', shared.dtype)
      .option('values', {
        type: 'boolean',
        describe: 'count the values too (default: of up to 2^30 weights; of more only heads of files are read)',
      })
      .option('json', shared.json),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const { expectKind, inspectFile, jsonText, renderInspection } = await import('../index.ts');
  const [prototxt, dtype] = [text(args, 'prototxt'), text(args, 'dtype')];
  const file = text(args, 'file')!;
  const options = {
    ...(prototxt !== undefined && { prototxt }),
    ...(dtype !== undefined && { dtype }),
    ...(typeof args.values === 'boolean' && { values: args.values }),
  };
  const show = (step: Step) =>
    inspectFile(file, {
      ...options,
      onProgress: ({ layer, doneBytes, ofBytes }) => step(layer, megabytes(doneBytes), megabytes(ofBytes)),
    });
  const inspection = await expectKind(file, 'network', () => withProgress(io, 'MB', show, true));
  for (const warning of inspection.warnings) io.err(`warning: ${warning}\n`);
  io.out(args.json === true ? jsonText(inspection) : renderInspection(inspection));
  return 0;
}
