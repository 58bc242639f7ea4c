import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

/**
 * Bytes of bytecode that a function runs through before V8 thinks of compiling it for speed, eight times what it takes by default: most of what a command runs is
 * hot for a tenth of a second, and compiling it costs more than it saves (a fifth of all CPU time of a sweep over 2,240 machines).
 */
const BUDGET_BYTES = 2 ** 20;

const LATE = 'picojoule optimises late';

/** Has V8 compile late in all threads of this process: for the command line, whose process it is. To be called before any of the program is loaded. */
export async function optimiseLate(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString(`--interrupt-budget=${BUDGET_BYTES}`);
  setEnvironmentData(LATE, true);
}

/** Whether this process does so. */
export function optimisesLate(): boolean {
  return getEnvironmentData(LATE) === true;
}
