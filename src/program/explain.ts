import { main } from '../cli/main.ts';
import { errorOutput, output } from './outputs.ts';

/** Runs a command that only says what the program can do, in this thread: it ends before anybody could interrupt it. */
export async function explain(argv: readonly string[]): Promise<number> {
  const [out, err] = [output(), errorOutput()];
  const code = await main(argv, {
    out: (text) => out.write(text),
    err: (text) => err.write(text),
    columns: process.stdout.columns || undefined,
    interactive: process.stderr.isTTY ?? false,
    signal: new AbortController().signal,
  });
  return (await out.finish(err)) ? code : Math.max(code, 1);
}
