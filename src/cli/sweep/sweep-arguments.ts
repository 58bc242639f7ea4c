import { type Arguments, text, UsageError } from '../command.ts';

/** --shard i/n, where it is given. */
export function shardOf(args: Arguments): { index: number; of: number } | undefined {
  const given = text(args, 'shard');
  if (given === undefined) return undefined;
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(given) ?? [];
  if (index !== undefined && Number(index) < Number(of)) return { index: Number(index), of: Number(of) };
  throw new UsageError(`--shard: expected i/n with 0 <= i < n, found "${given}"`);
}
