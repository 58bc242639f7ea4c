import { availableParallelism } from 'node:os';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import type { StreamedNetwork } from '../network/streamed-network.ts';
import type { RunResult } from '../run/result.ts';
import type { RunOptions } from '../run/run-options.ts';
import { runStreamed } from '../run/run-streamed.ts';
import type { OpenedNetwork } from './run/tasks.ts';

/** A network of fewer weights is done before workers have started. */
const WORTH_WORKERS = 2 ** 28;

/** Runs a streamed network with its layers in worker threads, where it is large enough for that. The record does not depend on their number. */
export async function runInWorkers(
  hardware: Chip,
  network: StreamedNetwork,
  opened: OpenedNetwork,
  table: EnergyTable,
  options: RunOptions & { readonly jobs?: number } = {},
): Promise<RunResult> {
  const { jobs = availableParallelism(), outputs = false } = options;
  const weights = network.coming.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  if (jobs < 2 || network.coming.length < 2 || weights < WORTH_WORKERS)
    return runStreamed(hardware, network, table, options);
  const { workerPool } = await import('./run/worker-pool.ts');
  const pool = await workerPool(Math.min(jobs, network.coming.length));
  const simulate = (index: number) => pool.execute('streamedLayer', { opened, hardware, index, outputs });
  try {
    return await runStreamed(hardware, network, table, { ...options, simulate, lanes: jobs });
  } finally {
    await pool.end();
  }
}
