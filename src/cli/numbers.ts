import { UsageError } from './command.ts';

/** A share as people write it: `10%`, `10 %` or `0.1`. Throws a UsageError that names the option for anything else, and outside 0 to 1. */
export function share(option: string, given: string): number {
  const [, amount, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(given.trim()) ?? [];
  const value = Number(amount) / (percent === '%' ? 100 : 1);
  if (amount !== undefined && value <= 1) return value;
  throw new UsageError(
    `--${option}: expected a share from 0 to 1 or in per cent, such as 0.1 or 10%, found "${given}"`,
  );
}
