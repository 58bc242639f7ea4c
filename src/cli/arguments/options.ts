import type { Argv } from 'yargs';
import { type Arguments, text } from '../command.ts';

/** An option with a value; every value is text, which the command reads itself. */
export function value(describe: string) {
  return { type: 'string', requiresArg: true, describe } as const;
}

/** An option that is given or not. */
export function flag(describe: string) {
  return { type: 'boolean', default: false, describe } as const;
}

/** The options that several commands have. */
export const shared = {
  prototxt: value('Caffe description of a Deep-Compression .net file'),
  dtype: value('what the raw bytes of a .npy file are: bf16, e4m3, e5m2, fp4, int4, int2, ... (types of ml_dtypes)'),
  json: flag('print the record alone'),
} as const;

/** What a network argument may be. */
export const NETWORK = 'network YAML, built-in name, EIE dump folder or weight file';

/** Which machine and which network, of commands that run one on the other. */
export function machineAndNetwork(yargs: Argv): Argv {
  return yargs
    .positional('hardware', {
      type: 'string',
      default: 'eie-64pe',
      describe: 'hardware YAML, or the name of a built-in one',
    })
    .positional('network', { type: 'string', default: 'eie-benchmark', describe: NETWORK })
    .option('seed', value('seed of generated layers, instead of the one in the network file'))
    .option('set', value('change a config key: --set activationQueue.depth=16 (repeats)'))
    .option('prototxt', shared.prototxt);
}

/** What the tables of a paper hold, and how wide they are. */
export const tableOptions = {
  columns: value('columns of the tables in md and tex, by their heads (commas between)'),
  width: {
    choices: ['column', 'page'] as const,
    requiresArg: true,
    describe: 'width of the tables in tex: a column (252 pt, default) or the page (516 pt) of a two-column paper',
  },
} as const;

/** What they need: only these formats have such tables. */
export const tableNeeds = { columns: ['md', 'tex'], width: ['tex'] } as const;

/** `--columns` and `--width` as they were given. */
export function tableChoice(args: Arguments): { tables: { columns?: string[]; width?: 'column' | 'page' } } {
  const columns = text(args, 'columns')
    ?.split(',')
    .map((name) => name.trim());
  const { width } = args;
  return {
    tables: {
      ...(columns !== undefined && { columns }),
      ...((width === 'column' || width === 'page') && { width }),
    },
  };
}

/** `--format` of a command that writes a folder. */
export function formatOption(byDefault: string) {
  return value(`formats of the files in --out (default ${byDefault})`);
}

/** Options of commands that print a result, and write it into a folder where one is given. */
export function resultOptions(out: string) {
  return {
    out: value(out),
    format: formatOption('json,csv,vl.json,svg'),
    ...tableOptions,
    json: shared.json,
  } as const;
}
