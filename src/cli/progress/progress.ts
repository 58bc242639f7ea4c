import { Writable } from 'node:stream';
import type { Io } from '../command.ts';
import { pace } from './pace.ts';

/** Says how far the work is. */
export type Step = (name: string, done: number, of: number) => void;

/** A bar on a terminal; elsewhere nothing, or now and then a line. */
interface ProgressDisplay {
  readonly step: Step;
  readonly stop: () => void;
}

/**
 * Does a work that says how far it is, and shows that on standard error. The display ends with the work, however that ends: a bar that is left standing
 * keeps the program alive and the cursor hidden.
 * @param isLong with rate and time left, and plain lines where standard error is no terminal
 */
export async function withProgress<T>(
  io: Io,
  unit: string,
  work: (step: Step) => T | Promise<T>,
  isLong = false,
): Promise<T> {
  const display = await progressDisplay(io, unit, isLong);
  try {
    return await work(display.step);
  } finally {
    display.stop();
  }
}

/** How a display tells bytes. */
export function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

const QUIET: ProgressDisplay = { step: () => {}, stop: () => {} };

/** A line where standard error is no terminal comes after this many seconds, then after as many again. */
const LINE_SECONDS = 5;

async function progressDisplay(io: Io, unit: string, isLong: boolean): Promise<ProgressDisplay> {
  if (!io.interactive) return isLong ? lines(io, unit) : QUIET;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    format: `{bar} {value}/{total} ${unit} {name}${isLong ? ' {rate} {left}' : ''}`,
    clearOnComplete: true,
    hideCursor: true,
    stream: asTerminal(io),
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

/** Standard error as the bar wants it: the terminal itself is in another thread. */
function asTerminal(io: Io): NodeJS.WritableStream {
  const stream = new Writable({
    write(chunk, _, done) {
      io.err(String(chunk));
      done();
    },
  });
  return Object.assign(stream, { isTTY: true, columns: io.columns ?? 80 });
}

function lines(io: Io, unit: string): ProgressDisplay {
  const speed = pace(unit);
  let last = performance.now() / 1000;
  return {
    step(name, done, of) {
      const now = performance.now() / 1000;
      speed.look(now, done);
      if (now - last < LINE_SECONDS) return;
      last = now;
      const { rate, left } = speed.at(now, done, of);
      io.err(`${[`${done} of ${of} ${unit}`, rate, left, name].filter((part) => part !== '').join(', ')}\n`);
    },
    stop: () => {},
  };
}
