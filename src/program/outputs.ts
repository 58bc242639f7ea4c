/** Standard output or error of the program. */
export interface Output {
  write(text: string): void;
  /** Resolves once everything is written; false where it could not be, which is said on the other one. */
  finish(other: Output): Promise<boolean>;
}

/** Nobody reads any more: `picojoule run | head`. */
const CLOSED = 'EPIPE';

const REASONS: Readonly<Record<string, string>> = { ENOSPC: 'the disk is full', EIO: 'the terminal is gone' };

export function output(): Output {
  return outputOn(process.stdout, 'standard output');
}

export function errorOutput(): Output {
  return outputOn(process.stderr, 'standard error');
}

/** What cannot be printed costs no result: the work goes on, and only standard output decides the exit code. */
function outputOn(stream: NodeJS.WriteStream, name: string): Output {
  let fault: string | undefined;
  stream.on('error', ({ code = 'unknown cause' }: NodeJS.ErrnoException) => {
    fault ??= code;
  });
  return {
    write(text) {
      if (fault === undefined) stream.write(text);
    },
    async finish(other) {
      if (fault === undefined) await new Promise<void>((resolve) => stream.write('', () => resolve()));
      if (fault === undefined || fault === CLOSED) return true;
      other.write(`${name}: cannot be written: ${REASONS[fault] ?? fault}\n`);
      return false;
    },
  };
}
