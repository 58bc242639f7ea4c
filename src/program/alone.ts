import { inert, inOneDirection } from '../base/printable.ts';
import { main } from '../cli/main.ts';
import { errorOutput, output } from './outputs.ts';

/** Runs a command in this thread, without anybody who listens (src/program/listener.ts). Resolves to the exit code. */
export async function alone(argv: readonly string[]): Promise<number> {
  const [out, err] = [output(), errorOutput()];
  const code = await main(argv, {
    out: (text) => out.write(inert(text)),
    err: (text) => err.write(inOneDirection(text)),
    columns: process.stdout.columns || undefined,
    interactive: process.stderr.isTTY ?? false,
    signal: new AbortController().signal,
  });
  return (await out.finish(err)) ? code : Math.max(code, 1);
}
