import { type Arguments, text, UsageError } from './command.ts';

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

/** What the tables of a paper hold, and how wide they are. */
export const tableOptions = {
  columns: value('columns of the tables in md and tex, by their heads (commas between)'),
  width: {
    choices: ['column', 'page'] as const,
    requiresArg: true,
    describe: 'width of the tables in tex: a column (252 pt, default) or the page (516 pt) of a two-column paper',
  },
} as const;

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

/** --seed as an option of the API; nothing where it is not given. */
export function seed(args: Arguments): { seed?: number } {
  const given = text(args, 'seed');
  if (given === undefined) return {};
  if (/^\d{1,10}$/.test(given) && Number(given) < 2 ** 32) return { seed: Number(given) };
  throw new UsageError(`--seed: expected a whole number from 0 to 4294967295, found "${given}"`);
}
