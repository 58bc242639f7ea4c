import type {
  CompressionConfig,
  CompressionRules,
  Counted,
  LabelledInputs,
  LayerCompression,
  WeightSource,
} from '../index.ts';
import { jobs, share, whole } from './arguments/numbers.ts';
import { NETWORK, shared, value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, UsageError } from './command.ts';
import { megabytes, type Step, withProgress } from './progress/progress.ts';

type PruneRule = NonNullable<CompressionRules['prune']>;
type PruneScope = NonNullable<CompressionRules['scope']>;
type Initialisation = NonNullable<CompressionRules['share']['initialisation']>;

/** `picojoule compress`: prune, share and encode a network; report what that cost, write it as a file. */
export const compress: Command = {
  usage: 'compress <network>',
  summary: 'prune, share weights, quantize and encode a network; report bits, bytes and distortion',
  options: (yargs) =>
    yargs
      .positional('network', {
        type: 'string',
        demandOption: true,
        describe: NETWORK,
      })
      .option('density', value('prune to this density: 0.1 or 10%'))
      .option('threshold', value('prune magnitudes below this'))
      .option('quality', value('prune below quality x standard deviation (Han et al. 2015)'))
      .option('pattern', value('prune to N:M, such as 2:4: each M inputs of a row keep their N largest weights'))
      .option('per-bank', value('with --banks: weights that each bank of a row keeps (bank-balanced)'))
      .option('banks', value('banks of a row, with --per-bank'))
      .option('balance', {
        choices: ['processingElements', 'columns'] as const,
        describe: 'with --density: as many weights on each of the --pes, of the layer (ESE) or of each column',
      })
      .option('block-rows', value('with --density: weights of so many rows and one input stay or go together'))
      .option('scope', {
        choices: ['layer', 'global'] as const,
        describe: 'prune each layer by itself (the default), or all together',
      })
      .option('codebook', value('codes, a power of two from 2 to 256 (default 16); code 0 is reserved'))
      .option('initialisation', {
        choices: ['linear', 'density', 'forgy'] as const,
        describe: 'first centroids of k-means (default linear)',
      })
      .option('number-format', value('number format of the shared values (default fp32)'))
      .option('index-bits', { type: 'string', requiresArg: true, default: '4', describe: 'bits of a relative index' })
      .option('pes', {
        type: 'string',
        requiresArg: true,
        default: '64',
        describe: 'processing elements that the rows are dealt to',
      })
      .option('seed', value('seed of forgy and of generated layers'))
      .option('inputs', value('labelled inputs (.npy, .npz): tells the accuracy after and before'))
      .option('labels', value('right answers (.npy, one for each input)'))
      .option('prototxt', shared.prototxt)
      .option('output', {
        alias: 'o',
        type: 'string',
        requiresArg: true,
        describe: 'write the compressed network (.safetensors)',
      })
      .option('jobs', value('worker threads for the layers of a large network (default: one a core)'))
      .option('json', shared.json),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const file = text(args, 'output');
  if (file !== undefined && !/\.safetensors$/i.test(file))
    throw new UsageError(`--output: a .safetensors file is written; expected such a name, found "${file}"`);
  const api = await import('../index.ts');
  const prototxt = text(args, 'prototxt');
  const seed = text(args, 'seed') === undefined ? undefined : whole('seed', text(args, 'seed'), 0, 4294967295);
  const given = text(args, 'network')!;
  const options = { ...(prototxt !== undefined && { prototxt }), ...(seed !== undefined && { seed }) };
  const { source, compress, ...named } = await api.expectKind(given, 'network', () =>
    api.openNetworkWeights(given, options),
  );
  for (const warning of source.warnings) io.err(`warning: ${warning}\n`);
  const asked = rules(args, compress, seed);
  const typed = text(args, 'number-format');
  if (typed !== undefined && api.numberFormatNamed(typed) === undefined)
    throw new UsageError(`--number-format: expected ${api.NUMBER_FORMATS}; found "${typed}"`);
  const [inputs, labels] = [text(args, 'inputs') ?? named.inputs, text(args, 'labels') ?? named.labels];
  if (labels !== null && inputs === null) throw new UsageError('--labels: of which inputs? name them with --inputs');
  if (inputs !== null && labels === null && text(args, 'inputs') !== undefined)
    throw new UsageError('--inputs: what are the right answers? name them with --labels');
  const examples =
    inputs === null || labels === null
      ? undefined
      : { file: given, inputs: await api.readInputs(inputs), labels: await api.readLabels(labels) };
  const report =
    examples === undefined
      ? await inSteps(source, { path: given, options }, asked, file, io, jobs(args))
      : await atOnce(source, asked, file, examples);
  io.out(args.json === true ? api.jsonText(report) : api.renderCompression(report));
  if (file !== undefined && args.json !== true) io.out(`\nWritten to ${file}\n`);
  return 0;
}

/** All layers together, where the network is to run before and after. */
async function atOnce(
  source: WeightSource,
  asked: CompressionRules,
  file: string | undefined,
  examples: LabelledInputs,
) {
  const api = await import('../index.ts');
  const weights = api.readWeights(source);
  const { network, layers, total, weights: after } = api.compressNetwork(weights, asked);
  const accuracy = api.compressionAccuracy(weights, after, examples);
  if (file !== undefined) await api.writeNewBytes(file, api.writeCompressed(network));
  return { kind: 'compression', layers, total, accuracy } as const;
}

/** Layer by layer: each is read, compressed and written for its turn. */
async function inSteps(
  source: WeightSource,
  opened: { readonly path: string; readonly options: { readonly prototxt?: string; readonly seed?: number } },
  asked: CompressionRules,
  file: string | undefined,
  io: Io,
  threads: { readonly jobs?: number },
) {
  const api = await import('../index.ts');
  const target =
    file === undefined
      ? undefined
      : api.compressedFile(file, { ...asked, ...(source.graph && { graph: source.graph }) });
  const sizes = source.heads.map(api.fileBytesOf);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const layers: LayerCompression[] = [];
  const work = async (step: Step) => {
    const passes = api.passesBefore(asked.prune, asked.scope);
    let done = 0;
    const tell = (what: string, pass: number) =>
      step(what, megabytes(pass * all + done), megabytes((passes + 1) * all));
    tell(`0 of ${sizes.length} layers`, 0);
    const counted = ({ layer, pass }: Counted) => {
      done = (layer === 0 ? 0 : done) + sizes[layer];
      tell(`${layer + 1} of ${sizes.length} layers counted`, pass);
    };
    for await (const { stored, report } of api.compressInWorkers(source, opened, asked, {
      ...threads,
      onCounted: counted,
    })) {
      target?.add(stored);
      done = (layers.length === 0 ? 0 : done) + sizes[layers.length];
      layers.push(report);
      tell(`${layers.length} of ${sizes.length} layers`, passes);
    }
    target?.finish();
  };
  try {
    await withProgress(io, 'MB', work, true);
  } catch (error) {
    target?.drop();
    throw error;
  }
  return { kind: 'compression', layers, total: api.totalCompression(layers) } as const;
}

/** What the network's own file asks for; an option goes before it. */
function rules(args: Arguments, own: CompressionConfig, seed: number | undefined): CompressionRules {
  const prune = pruneRule(args) ?? own.prune?.rule;
  return {
    ...(prune && { prune }),
    scope: (text(args, 'scope') as PruneScope | undefined) ?? own.prune?.scope ?? 'layer',
    share: {
      codeBits: text(args, 'codebook') === undefined ? (own.share?.codeBits ?? 4) : codeBits(args),
      initialisation:
        (text(args, 'initialisation') as Initialisation | undefined) ?? own.share?.initialisation ?? 'linear',
      seed: seed ?? own.share?.seed ?? 1,
    },
    format: text(args, 'number-format') ?? own.format ?? 'fp32',
    processingElements: whole('pes', text(args, 'pes'), 1, 65536),
    indexBits: whole('index-bits', text(args, 'index-bits'), 1, 16),
  };
}

const RULES = ['density', 'threshold', 'quality', 'pattern', 'per-bank'];

/** What belongs to one rule only. */
const BESIDE: Readonly<Record<string, string>> = { banks: 'per-bank', balance: 'density', 'block-rows': 'density' };

/** At most one of the rules, with what belongs to it. */
function pruneRule(args: Arguments): PruneRule | undefined {
  const given = RULES.filter((name) => text(args, name) !== undefined);
  if (given.length > 1) throw new UsageError(`--${given.join(' and --')}: one rule at a time`);
  const [name] = given;
  for (const [option, owner] of Object.entries(BESIDE))
    if (text(args, option) !== undefined && name !== owner)
      throw new UsageError(`--${option}: belongs to --${owner}, which is not given`);
  if (name === undefined) return undefined;
  const asTyped = text(args, name)!;
  if (name === 'pattern') return { pattern: pattern(asTyped) };
  if (name === 'per-bank' && text(args, 'banks') === undefined)
    throw new UsageError('--per-bank: of how many banks? name them with --banks');
  if (name === 'per-bank')
    return {
      perBank: whole('per-bank', text(args, 'per-bank'), 1, 65536),
      banks: whole('banks', text(args, 'banks'), 1, 65536),
    };
  if (name === 'density') return densityRule(args, share(name, asTyped));
  const value = Number(asTyped);
  if (asTyped.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`--${name}: expected a number, found "${asTyped}"`);
  return name === 'threshold' ? { threshold: value } : { quality: value };
}

function densityRule(args: Arguments, density: number): PruneRule {
  const balance = text(args, 'balance') as 'processingElements' | 'columns' | undefined;
  const blocks = text(args, 'block-rows') !== undefined;
  if (balance !== undefined && blocks) throw new UsageError('--balance and --block-rows: one pattern at a time');
  if (balance !== undefined) return { density, balance, processingElements: whole('pes', text(args, 'pes'), 1, 65536) };
  return blocks ? { density, blockRows: whole('block-rows', text(args, 'block-rows'), 1, 65536) } : { density };
}

function pattern(asTyped: string): { kept: number; of: number } {
  const [, kept, of] = (/^(\d{1,5}):(\d{1,5})$/.exec(asTyped) ?? []).map(Number);
  if (kept >= 1 && kept <= of && of <= 65536) return { kept, of };
  throw new UsageError(`--pattern: expected N:M with N from 1 to M, such as 2:4, found "${asTyped}"`);
}

function codeBits(args: Arguments): number {
  const bits = Math.log2(Number(text(args, 'codebook')));
  if (Number.isInteger(bits) && bits >= 1 && bits <= 8) return bits;
  throw new UsageError(`--codebook: expected a power of two from 2 to 256, found "${text(args, 'codebook')}"`);
}
