import { type Arguments, text, UsageError } from '../command.ts';

/** A share as people write it: `10%`, `10 %` or `0.1`. Throws a UsageError that names the option for anything else, and outside 0 to 1. */
export function share(option: string, given: string): number {
  const [, amount, percent] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(given.trim()) ?? [];
  const value = Number(amount) / (percent === '%' ? 100 : 1);
  if (amount !== undefined && value <= 1) return value;
  throw new UsageError(
    `--${option}: expected a share from 0 to 1 or in per cent, such as 0.1 or 10%, found "${given}"`,
  );
}

/** A whole number. Throws a UsageError that names the option for anything else. */
export function whole(option: string, given: string | undefined, least: number, most: number): number {
  const found = Number(given);
  if (Number.isInteger(found) && found >= least && found <= most) return found;
  throw new UsageError(`--${option}: expected a whole number from ${least} to ${most}, found "${given}"`);
}

/** An option that holds a whole number in digits, under its own name as the API has it; nothing where it is not given. */
export function wholeNumber<Name extends string>(
  args: Arguments,
  name: Name,
  least: number,
  most: number,
): { readonly [N in Name]?: number } {
  const given = text(args, name);
  if (given === undefined) return {};
  if (!/^\d{1,10}$/.test(given))
    throw new UsageError(`--${name}: expected a whole number from ${least} to ${most}, found "${given}"`);
  return { [name]: whole(name, given, least, most) } as { readonly [N in Name]?: number };
}

/** --jobs, where it is given. */
export const jobs = (args: Arguments) => wholeNumber(args, 'jobs', 1, 256);

/** --seed, where it is given. */
export const seed = (args: Arguments) => wholeNumber(args, 'seed', 0, 2 ** 32 - 1);
