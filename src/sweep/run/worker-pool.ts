/** The only door to tinypool. */
import { UserError } from '../../base/user-error.ts';
import { THREAD_FLAGS } from '../../node/thread-flags.ts';
import { type Pack, packer } from './known-records.ts';
import type { Answer, Job } from './sweep-worker.ts';
import type { Execute } from './tasks.ts';

/** Worker threads that run tasks. */
export interface WorkerPool {
  readonly execute: Execute;
  /** Ends the workers at once, whatever they are doing. */
  readonly end: () => Promise<void>;
}

const WORKER = new URL('./sweep-worker.js', import.meta.url);

/** One thread: it keeps the records that it was sent, so that each is sent once. */
interface Lane {
  readonly run: (job: Job) => Promise<Answer>;
  readonly end: () => Promise<void>;
  readonly pack: Pack;
}

/** Starts `jobs` workers; they share the typed arrays that lie in shared memory. */
export async function workerPool(jobs: number, worker = WORKER): Promise<WorkerPool> {
  const { Tinypool } = await import('tinypool');
  const lanes = Array.from({ length: jobs }, (): Lane => {
    const pool = new Tinypool({
      runtime: 'worker_threads',
      filename: worker.href,
      minThreads: 1,
      maxThreads: 1,
      concurrentTasksPerWorker: 1,
      ...THREAD_FLAGS,
    });
    return { run: (job) => pool.run(job), end: () => pool.destroy(), pack: packer() };
  });
  const idle = [...lanes];
  const waiting: ((lane: Lane) => void)[] = [];
  const leave = (lane: Lane) => {
    const next = waiting.shift();
    if (next === undefined) idle.push(lane);
    else next(lane);
  };
  const execute: Execute = async (name, input) => {
    const lane = idle.pop() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)));
    try {
      const answer = await lane.run({ name, ...lane.pack(input) });
      if ('faults' in answer) throw new UserError(answer.faults);
      return answer.output as never;
    } finally {
      leave(lane);
    }
  };
  return {
    execute,
    end: async () => {
      await Promise.all(lanes.map((lane) => lane.end()));
    },
  };
}
