import { type Arguments, text, UsageError } from '../command.ts';

/** --jobs, where it is given. */
export function jobs(args: Arguments): { jobs?: number } {
  const found = wholeNumber(args, 'jobs', 1, 256);
  return found === undefined ? {} : { jobs: found };
}

/** --shard i/n, where it is given. */
export function shardOf(args: Arguments): { index: number; of: number } | undefined {
  const given = text(args, 'shard');
  if (given === undefined) return undefined;
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(given) ?? [];
  if (index !== undefined && Number(index) < Number(of)) return { index: Number(index), of: Number(of) };
  throw new UsageError(`--shard: expected i/n with 0 <= i < n, found "${given}"`);
}

/** An option that holds a whole number, where it is given. */
export function wholeNumber(args: Arguments, name: string, least: number, most: number): number | undefined {
  const given = text(args, name);
  if (given === undefined) return undefined;
  if (/^\d{1,9}$/.test(given) && Number(given) >= least && Number(given) <= most) return Number(given);
  throw new UsageError(`--${name}: expected a whole number from ${least} to ${most}, found "${given}"`);
}
