import { setImmediate } from 'node:timers/promises';
import { type Execute, executeAlone, executeForAll } from './tasks.ts';

/** Where a sweep has its tasks run. */
export interface Threads {
  readonly execute: Execute;
  /** For what is done in a moment: in this thread. */
  readonly here: Execute;
  /** Ends the workers at once, whatever they are doing. */
  readonly end: () => Promise<void>;
}

/** Worker threads beside this one. */
export async function workers(jobs: number): Promise<Threads> {
  const { workerPool } = await import('./worker-pool.ts');
  return { ...(await workerPool(jobs)), here: executeForAll };
}

/** This thread alone: one task after the other, before each of which the event loop gets a turn and `onTurn` is called (where it throws, no more is done). */
export function thisThread(onTurn: () => void): Threads {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const task = last.then(async () => {
      await setImmediate();
      onTurn();
      return run();
    });
    last = task.catch(() => undefined);
    return task;
  };
  return {
    execute: (name, input) => inTurn(() => executeAlone(name, input)),
    here: executeAlone,
    end: async () => undefined,
  };
}
