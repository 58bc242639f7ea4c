import { jobs, seed } from './arguments/numbers.ts';
import { flag, formatOption, shared, value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, texts } from './command.ts';
import { commandLine } from './command-line.ts';
import { withProgress } from './progress/progress.ts';

const INTERRUPTED = 130;

/** `picojoule train`: train and compress a network as a recipe says; what it gives can be run. */
export const train: Command = {
  usage: 'train <recipe>',
  summary: 'train, prune, retrain, share and encode a network; tell accuracy and size behind every stage',
  repeats: ['set'],
  options: (yargs) =>
    yargs
      .positional('recipe', {
        type: 'string',
        demandOption: true,
        describe: 'recipe YAML, or the name of a built-in one',
      })
      .option(
        'out',
        value('folder of the result; an interrupted training goes on there (default reports/<name of the file>)'),
      )
      .option('seed', value('seed, instead of the one in the recipe'))
      .option('set', value('change a key: --set stages[0].train.epochs=3 (repeats)'))
      .option('format', formatOption('json,csv,vl.json,svg'))
      .option('json', shared.json)
      .option('jobs', value('threads that share each batch (default: one a core, at most one for each of batchParts)'))
      .option('fresh', flag('start over, whatever --out holds')),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const formats = api.parseFormats(text(args, 'format'), 'training');
  const recipe = text(args, 'recipe')!;
  const folder = text(args, 'out') ?? `reports/${recipe.replace(/^.*\//, '').replace(/\.ya?ml$/, '')}`;
  const config = await api.expectKind(recipe, 'training', () =>
    api.loadTraining(recipe, { set: texts(args, 'set'), ...seed(args) }),
  );
  api.requireOwn(folder, [...api.TRAINING_FILES, 'result.json']);
  const { signal } = io;
  try {
    const training = await withProgress(
      io,
      'samples',
      (step) =>
        api.runTraining(config, {
          folder,
          fresh: args.fresh === true,
          signal,
          ...jobs(args),
          onProgress: ({ text: where, done, of }) => step(where, done, of),
        }),
      true,
    );
    const result = { ...training.result, command: commandLine(train, args) };
    for (const warning of result.warnings) io.err(`warning: ${warning}\n`);
    await api.writeResult(result, folder, formats, { files: api.trainingFiles(training, config.inferences) });
    io.out(args.json === true ? api.jsonText(result) : api.renderTraining(result));
    if (args.json !== true)
      io.out(`\nWritten to ${folder}; run it with: picojoule run eie-64pe ${folder}/network.yaml\n`);
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    io.err(`interrupted; the last whole epoch is kept, go on with the same command\n`);
    return INTERRUPTED;
  }
}
