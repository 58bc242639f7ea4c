import { main } from '../src/cli/main.ts';

/** What a run of the program printed, and its exit code. */
export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program in this process, as bin.ts would on a pipe. */
export async function runCli(...argv: string[]): Promise<CliRun> {
  let out = '';
  let err = '';
  const code = await main(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    columns: undefined,
    interactive: false,
    signal: new AbortController().signal,
  });
  return { code, out, err };
}
