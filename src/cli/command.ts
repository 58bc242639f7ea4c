import type { Argv } from 'yargs';

/** Where a command writes; given by bin.ts, replaced in tests. */
export interface Io {
  /** Results. */
  out(text: string): void;
  /** Progress, warnings, errors. */
  err(text: string): void;
  /** Columns of the terminal on standard output; undefined where it is none. */
  readonly columns: number | undefined;
  /** Whether standard error is a terminal. */
  readonly interactive: boolean;
  /** Aborted by Ctrl-C or SIGTERM. A command that stops in its own way takes it before it starts to work; others are simply ended. */
  readonly signal: AbortSignal;
}

/** What yargs parsed for a command. */
export type Arguments = Readonly<Record<string, unknown>>;

/** A command of the program: its usage for yargs, and what it does. Resolves to the exit code. */
export interface Command {
  /** yargs syntax: name and positional arguments. */
  readonly usage: string;
  readonly summary: string;
  readonly options: (yargs: Argv) => Argv;
  /** Options that may be given more than once; any other one given twice is refused. */
  readonly repeats?: readonly string[];
  /** Options whose text may be empty; any other empty word is refused. */
  readonly mayBeEmpty?: readonly string[];
  /** Options that mean nothing without another one: refused where that is missing, not ignored; or without one of these formats: told. */
  readonly needs?: Readonly<Record<string, string | readonly string[]>>;
  readonly handle: (args: Arguments, io: Io) => Promise<number>;
}

/** An option given at most once, as text. */
export function text(args: Arguments, name: string): string | undefined {
  return args[name] as string | undefined;
}

/** An option that repeats. */
export function texts(args: Arguments, name: string): readonly string[] {
  const value = args[name] as string | readonly string[] | undefined;
  return typeof value === 'string' ? [value] : (value ?? []);
}

/** Wrong words on the command line: exit 2. */
export class UsageError extends Error {}
