import { tableChoice } from './arguments/options.ts';
import { type Arguments, type Io, text } from './command.ts';

type Api = typeof import('../index.ts');

/** Tells what a record warns of, writes it where `--out` says, and prints its report, or with `--json` the record. */
export async function deliver(
  api: Api,
  args: Arguments,
  io: Io,
  result: { readonly warnings: readonly string[] },
  formats: readonly string[] | undefined,
): Promise<void> {
  for (const warning of result.warnings) io.err(`warning: ${warning}\n`);
  const folder = text(args, 'out');
  if (folder !== undefined) await api.writeResult(result, folder, formats, tableChoice(args));
  io.out(args.json === true ? api.jsonText(result) : api.renderReport(result, io.columns));
  if (folder !== undefined && args.json !== true) io.out(`\nWritten to ${folder}\n`);
}
