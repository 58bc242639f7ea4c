import { type Arguments, text, UsageError } from '../command.ts';

const UNITS: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

/** --memory-limit in bytes; undefined where it is not given. */
export function memoryLimit(args: Arguments): number | undefined {
  const given = text(args, 'memory-limit');
  if (given === undefined) return undefined;
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([KMG]i?B|B)$/.exec(given) ?? [];
  if (amount !== '' && Number(amount) > 0) return Number(amount) * UNITS[unit];
  throw new UsageError(`--memory-limit: expected an amount of memory such as "8 GB", found "${given}"`);
}
