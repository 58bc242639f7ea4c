/** Commands that write no file but into the folder of --out, and stop in no way of their own. */
export const ONLY_PRINT: readonly string[] = [
  'run',
  'ladder',
  'compare',
  'explain',
  'cost',
  'inspect',
  'check',
  'schema',
  'list',
];

/** Whether nothing is done but to say what could be. */
export function asksForHelp(argv: readonly string[]): boolean {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return ['--help', '--version', '--get-yargs-completions'].some((word) => words.includes(word));
}

/**
 * Whether Ctrl-C and SIGTERM have to be heard while a command works. Where nothing is written but standard output the system ends a process at once, whatever it does, and
 * better than it could itself. It would leave a terminal without a cursor behind a bar of progress, and it does not end the first process of a container.
 */
export function needsListener(argv: readonly string[], interactive: boolean, pid: number): boolean {
  const writes = argv.some((word) => word === '--out' || word.startsWith('--out='));
  return interactive || pid === 1 || writes || !ONLY_PRINT.includes(argv[0]);
}
