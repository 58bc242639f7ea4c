import type { Io } from './command.ts';
import { pace } from './pace.ts';

/** Shows how far a long work is: a bar on a terminal; elsewhere nothing, or now and then a line. */
export interface ProgressDisplay {
  readonly step: (name: string, done: number, of: number) => void;
  readonly stop: () => void;
}

const QUIET: ProgressDisplay = { step: () => {}, stop: () => {} };

/** A line where standard error is no terminal comes after this many seconds, then after as many again. */
const LINE_SECONDS = 5;

/** A progress bar on standard error where that is a terminal. `isLong`: with rate and time left, and elsewhere plain lines. */
export async function progressDisplay(io: Io, unit: string, isLong = false): Promise<ProgressDisplay> {
  if (!io.interactive) return isLong ? lines(io, unit) : QUIET;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: `{bar} {value}/{total} ${unit} {name}${isLong ? ' {rate} {left}' : ''}`,
    clearOnComplete: true,
    hideCursor: true,
  });
  const speed = pace(unit);
  let started = false;
  return {
    step(name, done, of) {
      const fields = { name, ...speed.at(performance.now() / 1000, done, of) };
      if (started) bar.update(done, fields);
      else bar.start(of, done, fields);
      started = true;
    },
    stop: () => bar.stop(),
  };
}

function lines(io: Io, unit: string): ProgressDisplay {
  const speed = pace(unit);
  let last = performance.now();
  return {
    step(name, done, of) {
      const { rate, left } = speed.at(performance.now() / 1000, done, of);
      if (performance.now() - last < LINE_SECONDS * 1000) return;
      last = performance.now();
      io.err(`${[`${done} of ${of} ${unit}`, rate, left, name].filter((part) => part !== '').join(', ')}\n`);
    },
    stop: () => {},
  };
}
