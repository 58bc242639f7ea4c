import type { Network } from '../index.ts';
import { givenInputs, networkInputs } from './arguments/network-inputs.ts';
import { share, whole } from './arguments/numbers.ts';
import { flag, NETWORK, resultOptions, tableNeeds, value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, texts, UsageError } from './command.ts';
import { commandLine } from './command-line.ts';
import { deliver } from './deliver.ts';
import { withProgress } from './progress/progress.ts';

const MACHINES = 'eie-64pe,systolic-8x8,2-of-4,bbs,eyeriss-v2-pe,cambricon-x';
const DENSITIES = '2%,5%,10%,20%,35%,50%,70%,100%';
const BATCHES = [1, 2, 4, 8, 16, 32, 64];
/** Those of the network where none are asked for. */
const BATCHED = [1, 64];
/** One that keeps the largest of the machines within memory and seconds. */
const LARGEST_BATCH = 4096;

/** `picojoule machines`: the same layers on several machines, on a common footing. */
export const machines: Command = {
  usage: 'machines [network]',
  summary: 'the same layers on several machines: time, energy, bits and bytes, and which one wins where',
  repeats: ['set', 'input-shape'],
  needs: { format: 'out', ...tableNeeds },
  options: (yargs) =>
    yargs
      .positional('network', { type: 'string', default: 'eie-benchmark', describe: NETWORK })
      .option('machines', {
        ...value('hardware configs, commas between; the others take node, clock, formats, DRAM and table of the first'),
        default: MACHINES,
      })
      .option(
        'same-multipliers',
        value('multipliers of each machine (default: as many as the first has; `own`: each its own)'),
      )
      .option(
        'batch',
        value(
          'inferences that run together, commas between (default 1,64; with convolutions, or fewer than 64 inputs, 1)',
        ),
      )
      .option('platform', value('measured platforms beside them, commas between: h100'))
      .option('densities', { ...value('weight densities of the crossover, commas between'), default: DENSITIES })
      .option('size', { ...value('rows x columns of the layer of the crossover'), default: '1024x1024' })
      .option(
        'activation-density',
        value('share of the inputs of the crossover that is not zero (default: that of the network)'),
      )
      .option('skip-crossover', flag('leave out the crossover, which takes as long as the rest'))
      .option('layer', value('only this layer of the network'))
      .options(networkInputs)
      .option('set', value('change a config key of every machine (repeats)'))
      .option('seed', value('seed of generated layers'))
      .options(resultOptions('write the record, tables and charts into this folder')),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const formats = api.parseFormats(text(args, 'format'), 'machines');
  const configs = listed(args, 'machines');
  const asked =
    text(args, 'batch') === undefined
      ? undefined
      : listed(args, 'batch').map((one) => whole('batch', one, 1, LARGEST_BATCH));
  const crossover = args['skip-crossover'] === true ? undefined : crossoverOf(args);
  const set = texts(args, 'set');
  const size = text(args, 'same-multipliers');
  const platforms = text(args, 'platform') === undefined ? [] : listed(args, 'platform');
  const seed = text(args, 'seed');
  const layer = text(args, 'layer');
  const multipliers =
    size === 'own'
      ? undefined
      : size === undefined
        ? await api.multipliersOfConfig(configs[0], set)
        : whole('same-multipliers', size, 1, 65536);
  const loaded = await api.loadMachines(configs, { set, ...(multipliers !== undefined && { multipliers }) });
  const file = text(args, 'network')!;
  const load = (batch?: number) =>
    api.expectKind(file, 'network', () =>
      api.loadNetwork(file, {
        ...givenInputs(args),
        ...(batch !== undefined && { batch }),
        ...(layer !== undefined && { layer }),
        ...(seed !== undefined && { seed: whole('seed', seed, 0, 4294967295) }),
      }),
    );
  const alone = await load();
  const wanted = asked ?? (isConvolutional(alone) ? [1] : BATCHED);
  const together = Math.max(...wanted);
  // so many inputs of a graph are generated, where none are given
  const network = alone.graph === undefined || together === 1 ? alone : await load(together);
  const batches = asked ?? wanted.filter((batch) => network.graph === undefined || batch <= network.inferences.length);
  const record = await withProgress(io, 'machines', async (step) =>
    api.compareMachines(
      {
        machines: loaded,
        network,
        batches,
        multipliers: multipliers ?? null,
        platforms: await Promise.all(platforms.map((one) => api.loadPlatform(one))),
        ...(crossover && { crossover }),
        memory: api.memory(),
      },
      io.signal,
      step,
    ),
  );
  const result = { ...record, command: commandLine(machines, args) };
  await deliver(api, args, io, result, formats);
  return 0;
}

/** A convolution has many products with the same weights in one inference already, and 64 inferences of it take minutes. */
function isConvolutional({ graph, layers }: Network): boolean {
  return graph !== undefined && layers.some(({ kind }) => kind === 'convolution');
}

function crossoverOf(args: Arguments) {
  const size = text(args, 'size')!;
  const [, rows, columns] = (/^(\d{1,5})x(\d{1,5})$/.exec(size) ?? []).map(Number);
  if (!(rows >= 1 && columns >= 1))
    throw new UsageError(`--size: expected rows x columns such as 1024x1024, found "${size}"`);
  const densities = listed(args, 'densities').map((one) => share('densities', one));
  if (densities.some((density) => density === 0)) throw new UsageError('--densities: expected shares above 0, found 0');
  const active = text(args, 'activation-density');
  return {
    rows,
    columns,
    densities,
    batches: BATCHES,
    ...(active !== undefined && { activationDensity: share('activation-density', active) }),
  };
}

/** Words with commas between; none twice. */
function listed(args: Arguments, name: string): string[] {
  const words = text(args, name)!
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) throw new UsageError(`--${name}: expected at least one, found none`);
  const twice = words.find((word, k) => words.indexOf(word) < k);
  if (twice !== undefined) throw new UsageError(`--${name}: "${twice}" stands there twice`);
  return words;
}
