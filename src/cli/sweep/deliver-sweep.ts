import { tableChoice } from '../arguments/options.ts';
import type { Arguments, Io } from '../command.ts';

type Api = typeof import('../../index.ts');
type Result = Awaited<ReturnType<Api['mergeShards']>>;

/** Formats that hold no charts. */
const TABLES = ['json', 'csv', 'md', 'tex'];

/**
 * Writes and prints a finished sweep; 1 where a point failed.
 * @param told warnings that were printed before it ran
 */
export async function deliverSweep(
  api: Api,
  args: Arguments,
  io: Io,
  result: Result,
  folder: string,
  formats: readonly string[],
  told: readonly string[] = [],
): Promise<number> {
  await api.writeResult(result, folder, formats, tableChoice(args));
  if (formats.some((format) => !TABLES.includes(format)))
    for (const note of api.chartsLeaveOut(result)) io.err(`chart ${note}; all points are in points.csv\n`);
  const untold = result.warnings.filter((warning) => !told.includes(warning));
  const warned = untold.slice(0, 10);
  for (const warning of warned) io.err(`warning: ${warning}\n`);
  if (untold.length > warned.length) io.err(`warning: ${untold.length - warned.length} more in sweep.json\n`);
  const failed = result.points.filter(({ error }) => error !== undefined);
  for (const { index, error } of failed.slice(0, 5)) io.err(`point ${index} failed: ${error}\n`);
  if (args.json === true) for (const piece of api.jsonPieces(result, 'points')) io.out(piece);
  else io.out(`${api.renderReport(result, io.columns)}\nWritten to ${folder}\n`);
  if (failed.length === 0) return 0;
  io.err(`${failed.length} of ${result.points.length} points failed; the same command tries them again\n`);
  return 1;
}
