/** The only door to tinypool. */
import { UserError } from '../../base/user-error.ts';
import type { Answer } from './sweep-worker.ts';
import type { Execute } from './tasks.ts';

/** Worker threads that run tasks. */
export interface WorkerPool {
  readonly execute: Execute;
  /** Ends the workers at once, whatever they are doing. */
  readonly end: () => Promise<void>;
}

const WORKER = new URL('./sweep-worker.js', import.meta.url);

/** Starts `jobs` workers; they share the typed arrays that lie in shared memory. */
export async function workerPool(jobs: number, worker = WORKER): Promise<WorkerPool> {
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    runtime: 'worker_threads',
    filename: worker.href,
    minThreads: jobs,
    maxThreads: jobs,
    concurrentTasksPerWorker: 1,
  });
  const execute: Execute = async (name, input) => {
    const answer = (await pool.run({ name, input })) as Answer;
    if ('faults' in answer) throw new UserError(answer.faults);
    return answer.output as never;
  };
  return { execute, end: () => pool.destroy() };
}
