import type { Io } from './command.ts';

/** Shows how far a long work is: a bar on a terminal, nothing where the work is short or standard error is no terminal. */
export interface ProgressDisplay {
  readonly step: (name: string, done: number, of: number) => void;
  readonly stop: () => void;
}

const QUIET: ProgressDisplay = { step: () => {}, stop: () => {} };

/** A progress bar on standard error where that is a terminal. */
export async function progressDisplay(io: Io, unit: string): Promise<ProgressDisplay> {
  if (!io.interactive) return QUIET;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: `{bar} {value}/{total} ${unit} {name}`,
    clearOnComplete: true,
    hideCursor: true,
  });
  let started = false;
  return {
    step(name, done, of) {
      if (started) bar.update(done, { name });
      else bar.start(of, done, { name });
      started = true;
    },
    stop: () => bar.stop(),
  };
}
