import { type Arguments, type Command, type Io, text, UsageError } from './command.ts';

/** `picojoule compress`: prune, share and encode a network; report what that cost, write it as a file. */
export const compress: Command = {
  usage: 'compress <network>',
  summary: 'prune, share weights, quantize and encode a weight file; report bits, bytes and distortion',
  options: (yargs) =>
    yargs
      .positional('network', { type: 'string', demandOption: true, describe: 'weight file' })
      .option('density', { type: 'string', requiresArg: true, describe: 'prune to this density, 0 to 1' })
      .option('threshold', { type: 'string', requiresArg: true, describe: 'prune magnitudes below this' })
      .option('quality', {
        type: 'string',
        requiresArg: true,
        describe: 'prune below quality x standard deviation (Han et al. 2015)',
      })
      .option('scope', {
        choices: ['layer', 'global'] as const,
        default: 'layer',
        describe: 'prune each layer by itself, or all together',
      })
      .option('codebook', {
        type: 'string',
        requiresArg: true,
        default: '16',
        describe: 'codes, a power of two from 2 to 256; code 0 is reserved',
      })
      .option('initialisation', {
        choices: ['linear', 'density', 'forgy'] as const,
        default: 'linear',
        describe: 'first centroids of k-means',
      })
      .option('number-format', {
        type: 'string',
        requiresArg: true,
        default: 'fp32',
        describe: 'number format of the shared values',
      })
      .option('index-bits', { type: 'string', requiresArg: true, default: '4', describe: 'bits of a relative index' })
      .option('pes', {
        type: 'string',
        requiresArg: true,
        default: '64',
        describe: 'processing elements that the rows are dealt to',
      })
      .option('seed', { type: 'string', requiresArg: true, default: '1', describe: 'seed of forgy' })
      .option('prototxt', {
        type: 'string',
        requiresArg: true,
        describe: 'Caffe description of a Deep-Compression .net file',
      })
      .option('output', {
        alias: 'o',
        type: 'string',
        requiresArg: true,
        describe: 'write the compressed network (.safetensors)',
      })
      .option('json', { type: 'boolean', default: false, describe: 'print the record alone' }),
  handle,
};

async function handle(args: Arguments, io: Io): Promise<number> {
  const api = await import('../index.ts');
  const prototxt = text(args, 'prototxt');
  const imported = await api.importWeights(args.network as string, prototxt === undefined ? {} : { prototxt });
  for (const warning of imported.warnings) io.err(`warning: ${warning}\n`);
  const prune = pruneRule(args);
  const { network, layers, total } = api.compressNetwork(imported, {
    ...(prune && { prune }),
    scope: args.scope as 'layer' | 'global',
    share: {
      codeBits: codeBits(args),
      initialisation: args.initialisation as 'linear' | 'density' | 'forgy',
      seed: whole(args, 'seed', 0, 4294967295),
    },
    format: text(args, 'number-format')!,
    processingElements: whole(args, 'pes', 1, 65536),
    indexBits: whole(args, 'index-bits', 1, 16),
  });
  const file = text(args, 'output');
  if (file !== undefined) await api.writeNewBytes(file, api.writeCompressed(network));
  io.out(args.json === true ? api.jsonText({ layers, total }) : api.renderCompression({ layers, total }));
  if (file !== undefined && args.json !== true) io.out(`\nWritten to ${file}\n`);
  return 0;
}

/** At most one of the three rules. */
function pruneRule(args: Arguments): { density: number } | { threshold: number } | { quality: number } | undefined {
  const given = ['density', 'threshold', 'quality'].filter((name) => text(args, name) !== undefined);
  if (given.length > 1) throw new UsageError(`--${given.join(' and --')}: one rule at a time`);
  if (given.length === 0) return undefined;
  const value = Number(text(args, given[0]));
  if (Number.isNaN(value)) throw new UsageError(`--${given[0]}: expected a number, found "${text(args, given[0])}"`);
  return given[0] === 'density'
    ? { density: value }
    : given[0] === 'threshold'
      ? { threshold: value }
      : { quality: value };
}

function codeBits(args: Arguments): number {
  const bits = Math.log2(Number(text(args, 'codebook')));
  if (Number.isInteger(bits) && bits >= 1 && bits <= 8) return bits;
  throw new UsageError(`--codebook: expected a power of two from 2 to 256, found "${text(args, 'codebook')}"`);
}

function whole(args: Arguments, name: string, least: number, most: number): number {
  const value = Number(text(args, name));
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageError(`--${name}: expected a whole number from ${least} to ${most}, found "${text(args, name)}"`);
}
