import yargs from 'yargs';
import { VERSION } from '../../generated/version.ts';
import { UserError } from '../base/user-error.ts';
import { memoryLimit } from './arguments/memory-limit.ts';
import { value } from './arguments/options.ts';
import { type Arguments, type Command, type Io, text, UsageError } from './command.ts';
import { commands } from './commands.ts';

const EXIT = { done: 0, userError: 1, wrongUsage: 2 } as const;

/** Runs the program on its arguments (without node and script) and resolves to the exit code. A bug is thrown on, with its stack. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await parse(argv, io);
  } catch (error) {
    if (error instanceof UserError) {
      io.err(`${error.message}\n`);
      return EXIT.userError;
    }
    if (error instanceof UsageError) {
      io.err(`picojoule: ${error.message}\n`);
      return EXIT.wrongUsage;
    }
    throw error;
  }
}

async function parse(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = yargs()
    .scriptName('picojoule')
    .usage(
      '$0 <command>\n\nCycle-exact energy simulator for EIE-style accelerators: where do the picojoules go, arithmetic or memory access?',
    )
    .locale('en')
    .version(VERSION)
    .help()
    .strict()
    .recommendCommands()
    .demandCommand(1, 'which command? `picojoule --help` lists them')
    .parserConfiguration({
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'camel-case-expansion': false,
      'parse-numbers': false,
    })
    .completion('completion', 'print a script for bash or zsh that completes commands and options')
    .option(
      'memory-limit',
      value('what a file or a network may take in memory, e.g. "8 GB"; by default files by their size'),
    )
    .exitProcess(false)
    .fail((message, error) => {
      // yargs reports some wrong words as errors of its own
      throw error === undefined || error.name === 'YError' ? new UsageError(message ?? error.message) : error;
    });
  for (const command of commands) {
    program.command(command.usage, command.summary, command.options, async (args) => {
      refuseDash(argv, Object.values(args).flat().includes('-'));
      refuseEmpty(args, command);
      refuseRepeated(args, command);
      refuseIdle(args, command, io);
      const limit = memoryLimit(args);
      if (limit !== undefined) (await import('../index.ts')).setMemoryLimit(limit);
      exitCode = await command.handle(args, io);
    });
  }
  refuseDash(argv, argv[argv.indexOf('-') - 1]?.startsWith('-') ?? false);
  await program.parseAsync(withoutSeparator(argv), {}, (_error, _parsed, output) => {
    if (output) io.out(`${output}\n`);
  });
  return exitCode;
}

/**
 * What follows `--` is never an option. Every positional argument is a name or a path, so a word that looks like an option is written as a path (`./-x`), which
 * yargs keeps: it drops whatever it finds behind `--`.
 */
function withoutSeparator(argv: readonly string[]): string[] {
  const at = argv.indexOf('--');
  if (at < 0) return [...argv];
  return [...argv.slice(0, at), ...argv.slice(at + 1).map((word) => (word.startsWith('-') ? `./${word}` : word))];
}

/**
 * `-` alone, which yargs takes for an argument that was not given: the default would run in its place. Behind `--` it is the name of a file.
 * @param isValue whether it is that of an option, which is taken as it is
 */
function refuseDash(argv: readonly string[], isValue: boolean): void {
  const dash = argv.indexOf('-');
  const separator = argv.indexOf('--');
  if (dash >= 0 && !isValue && (separator < 0 || dash < separator))
    throw new UsageError('-: standard input is not read; expected the name of a file (one called "-" is ./-)');
}

/** An empty word is most often a variable of the shell that is not set. */
function refuseEmpty(args: Arguments, { usage, mayBeEmpty = [] }: Command): void {
  for (const [name, value] of Object.entries(args)) {
    if (['$0', ...mayBeEmpty].includes(name)) continue;
    if (![value].flat().some((word) => typeof word === 'string' && word.trim() === '')) continue;
    const place = /[[<]/.test(usage.charAt(usage.indexOf(name) - 1)) ? name : `--${name}`;
    throw new UsageError(`${place}: expected a value, found an empty word (is a variable of the shell not set?)`);
  }
}

/** An option without what gives it a meaning: without another option it is refused; without a format the files are as they would be, and it is told. */
function refuseIdle(args: Arguments, { needs = {} }: Command, io: Io): void {
  const given = (name: string) => args[name] !== undefined && args[name] !== false;
  const formats =
    text(args, 'format')
      ?.split(',')
      .map((one) => one.trim()) ?? [];
  for (const [name, other] of Object.entries(needs).filter(([option]) => given(option))) {
    if (typeof other !== 'string') {
      if (!other.some((one) => formats.includes(one)))
        io.err(`warning: --${name} does nothing without --format ${other.join(' or ')}\n`);
    } else if (!given(other)) throw new UsageError(`--${name} does nothing without --${other}`);
  }
}

/** An option that does not repeat, given twice, is an error and not a list. */
function refuseRepeated(args: Arguments, command: Command): void {
  for (const [name, value] of Object.entries(args)) {
    const mayRepeat = name === '_' || command.usage.includes(`${name}..`) || command.repeats?.includes(name);
    if (Array.isArray(value) && !mayRepeat) {
      throw new UsageError(`--${name} takes one value and was given ${value.length} times`);
    }
  }
}
