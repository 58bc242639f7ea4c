import type { NetworkOptions } from '../index.ts';
import { givenInputs, networkInputs } from './arguments/network-inputs.ts';
import { jobs, seed, share, wholeNumber } from './arguments/numbers.ts';
import {
  flag,
  formatOption,
  machineAndNetwork,
  shared,
  tableChoice,
  tableNeeds,
  tableOptions,
  value,
} from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, texts, UsageError } from './command.ts';
import { commandLine } from './command-line.ts';
import { megabytes, type Step, withProgress } from './progress/progress.ts';

/** Of inferences or sequences side by side, and of tokens. */
const MOST_TOGETHER = 99_999;

type LanguageOptions = NonNullable<NetworkOptions['language']>;

/** `picojoule run`: simulate a network on a machine, print the table, write the result folder. */
export const run: Command = {
  usage: 'run [hardware] [network]',
  summary: 'simulate a network on a machine and show where the energy goes',
  repeats: ['set', 'input-shape', 'platform'],
  mayBeEmpty: ['prompt'], // a model that starts with a token of its own writes from nothing
  needs: { format: 'out', ...tableNeeds },
  options: (yargs) =>
    machineAndNetwork(yargs)
      .option('layer', value('only this layer'))
      .options(networkInputs)
      .option(
        'activation-density',
        value('density of generated inputs (default: as the network file says; of a weight file 1)'),
      )
      .option('weight-density', value('density of generated weights, instead of what the network file says'))
      .option('codebook-values', value('distinct values of generated weights (default 15)'))
      .option('prompt', value('text that a language model goes on with, the likeliest token each time'))
      .option('prompt-tokens', value('the same as token numbers: 1,403,407'))
      .option(
        'prompt-length',
        value('tokens of a prompt that a language model reads first, without executing text: prefill beside decode'),
      )
      .option('tokens', value('tokens to write (default 32)'))
      .option('batch', value('inferences that run together, or sequences written side by side (default 1)'))
      .option('activation-threshold', value('share of the smallest values of each vector that become 0: 0.5 or 50%'))
      .option(
        'perplexity',
        value('text file whose perplexity is told: on the machine, and of the same weights in plain floats'),
      )
      .option('experts', value('experts of each block that a token uses (default: as the config of the model says)'))
      .option('jobs', value('worker threads for the layers of a large network (default: one a core)'))
      .option('platform', value('a measured machine beside it: h100, h200, or a file (repeats)'))
      .option('labels', value('right answers (.npy, one for each input): top-1 and top-5'))
      .option('dtype', shared.dtype)
      .option('out', value('write the result into this folder'))
      .option('format', formatOption('json,csv,vl.json,svg,accelergy'))
      .option('columns', tableOptions.columns)
      .option('width', tableOptions.width)
      .option('json', shared.json)
      .option(
        'power',
        flag(
          'print power by module and area beside EIE Table II too; with --json the record has what they are made of',
        ),
      )
      .option('outputs', flag('put all output values into the record')),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const folder = text(args, 'out');
  const formats = folder === undefined ? [] : api.parseFormats(text(args, 'format'), 'run');
  const [machine, layers] = [text(args, 'hardware')!, text(args, 'network')!];
  const { hardware, origins } = await api.expectKind(machine, 'hardware', () =>
    api.loadHardwareWithOrigins(machine, { set: texts(args, 'set') }),
  );
  const table = await api.loadEnergyTable(hardware.energy.tableFile);
  const asked = {
    ...seed(args),
    ...wholeNumber(args, 'batch', 1, MOST_TOGETHER),
    ...weightOptions(args),
    ...wholeNumber(args, 'experts', 1, 1024),
    ...promptLength(args),
    ...givenInputs(args),
    ...languageOptions(args),
  };
  const network = await api.expectKind(layers, 'network', () => api.openNetwork(layers, asked));
  const platforms = await Promise.all(
    texts(args, 'platform').map((name) => api.expectKind(name, 'platform', () => api.loadPlatform(name))),
  );
  const labels = text(args, 'labels');
  const options = {
    origins,
    memory: api.memory(),
    outputs: args.outputs === true,
    ...(labels !== undefined && { labels: await api.readLabels(labels) }),
  };
  const isRead = 'coming' in network && network.coming.every(({ fileBytes }) => fileBytes !== undefined);
  const work = (step: Step) =>
    'coming' in network
      ? api.runInWorkers(hardware, network, { path: layers, options: asked }, table, {
          ...options,
          ...jobs(args),
          onLayer: (name, done, of, bytes) =>
            bytes === undefined
              ? step(name, done, of)
              : step(`${done} of ${of} layers, ${name}`, megabytes(bytes.done), megabytes(bytes.of)),
        })
      : api.runNetwork(hardware, network, table, { ...options, onLayer: step });
  const record = await withProgress(io, isRead ? 'MB' : 'layers', work, 'coming' in network);
  const measured = platforms.length === 0 ? undefined : api.measuredBeside(record, platforms);
  if (platforms.length > 0 && measured === undefined)
    io.err('warning: nothing of this network was measured on these platforms: no layer of its shapes\n');
  const result = { ...record, ...(measured && { measured }), command: commandLine(run, args) };
  for (const warning of result.warnings) io.err(`warning: ${warning}\n`);
  if (folder !== undefined) {
    const isPage = formats.includes('html');
    const besides = isPage ? { explained: await api.explainLayers(hardware, network, api.memory()) } : {};
    await api.writeResult(result, folder, formats, { ...tableChoice(args), besides });
  }
  io.out(args.json === true ? api.jsonText(result) : api.renderReport(result, io.columns));
  if (args.power === true && args.json !== true) io.out(`\n${api.renderPower(result)}`);
  if (folder !== undefined && args.json !== true) io.out(`\nWritten to ${folder}\n`);
  return 0;
}

function promptLength(args: Arguments): { promptLength?: number } {
  const { 'prompt-length': length } = wholeNumber(args, 'prompt-length', 1, MOST_TOGETHER);
  return length === undefined ? {} : { promptLength: length };
}

/** What is asked of a language model. */
function languageOptions(args: Arguments): { language?: LanguageOptions } {
  const [prompt, tokens, perplexity] = ['prompt', 'prompt-tokens', 'perplexity'].map((name) => text(args, name));
  const threshold = text(args, 'activation-threshold');
  const language: LanguageOptions = {
    ...(prompt !== undefined && { prompt }),
    ...(tokens !== undefined && { promptTokens: tokenNumbers(tokens) }),
    ...wholeNumber(args, 'tokens', 1, MOST_TOGETHER),
    ...wholeNumber(args, 'batch', 1, MOST_TOGETHER),
    ...(threshold !== undefined && { activationThreshold: share('activation-threshold', threshold) }),
    ...(perplexity !== undefined && { perplexity }),
  };
  if (args['prompt-length'] !== undefined && (prompt ?? tokens ?? perplexity) !== undefined)
    throw new UsageError('--prompt-length: expected without text, which has a length of its own');
  if (prompt !== undefined && tokens !== undefined)
    throw new UsageError('--prompt and --prompt-tokens: expected one of them, found both');
  return { language };
}

function tokenNumbers(given: string): number[] {
  if (!/^\d{1,9}([ ,]+\d{1,9})*$/.test(given.trim()))
    throw new UsageError(`--prompt-tokens: expected numbers such as 1,403,407, found "${given}"`);
  return given.trim().split(/[ ,]+/).map(Number);
}

/** Options that go through as they are, and what generated layers have in the place of what the network file says. */
function weightOptions(args: Arguments): NetworkOptions {
  const options: Record<string, string | number> = {};
  for (const name of ['layer', 'prototxt', 'dtype']) {
    const value = text(args, name);
    if (value !== undefined) options[name] = value;
  }
  const [weightDensity, activationDensity] = ['weight-density', 'activation-density'].map((name) => {
    const density = text(args, name);
    return density === undefined ? undefined : share(name, density);
  });
  const { 'codebook-values': codebookValues } = wholeNumber(args, 'codebook-values', 1, 255);
  const generate = {
    ...(weightDensity !== undefined && { weightDensity }),
    ...(activationDensity !== undefined && { activationDensity }),
    ...(codebookValues !== undefined && { codebookValues }),
  };
  return {
    ...options,
    ...(activationDensity !== undefined && { activationDensity }),
    ...(Object.keys(generate).length > 0 && { generate }),
  };
}
