import { availableParallelism } from 'node:os';
import type { CompressionRules } from '../compress/compress-layers.ts';
import { type Counted, compressInSteps, rulesOfEach, type StoredLayer } from '../compress/compress-network.ts';
import { refuseUnread } from '../network/skipped-notes.ts';
import type { WeightSource } from '../network/weight-source.ts';
import { WEIGHTS_PER_LANE } from '../run/run-streamed.ts';
import type { OpenedWeights } from './run/tasks.ts';

/** Fewer weights are compressed before workers have started. */
const WORTH_WORKERS = 2 ** 28;

/**
 * compressInSteps, but in worker threads where that pays: layers come in their order, and are the same whatever the number of threads. Where of equal magnitudes in all
 * layers the first ones stay (a density, global), and where the layers are in memory already, all is done here.
 */
export async function* compressInWorkers(
  source: WeightSource,
  opened: OpenedWeights,
  rules: CompressionRules,
  {
    jobs = availableParallelism(),
    worth = WORTH_WORKERS,
    onCounted,
  }: {
    readonly jobs?: number | undefined;
    readonly worth?: number;
    readonly onCounted?: (counted: Counted) => void;
  } = {},
): AsyncGenerator<StoredLayer> {
  const { heads, format, skipped } = source;
  refuseUnread(format, skipped);
  const sizes = heads.map(({ rows, columns }) => rows * columns);
  const isSmall = jobs < 2 || heads.length < 2 || sizes.reduce((sum, size) => sum + size, 0) < worth;
  const own = isSmall || source.isRead === true ? undefined : rulesOfEach(source, rules, onCounted);
  if (own === undefined) {
    yield* compressInSteps(source, rules, onCounted);
    return;
  }
  const { workerPool } = await import('./run/worker-pool.ts');
  const pool = await workerPool(Math.min(jobs, heads.length));
  const underWay: { readonly size: number; readonly done: Promise<StoredLayer> }[] = [];
  /** A larger layer waits until it is alone. */
  const fits = (size: number) =>
    underWay.reduce((sum, one) => sum + one.size, size) <= WEIGHTS_PER_LANE * jobs || underWay.length === 0;
  try {
    for (let next = 0; next < heads.length || underWay.length > 0; ) {
      while (next < heads.length && underWay.length < jobs && fits(sizes[next])) {
        const done = pool.execute('compressedLayer', { opened, rules: own, index: next });
        // a fault is told in its turn
        done.catch(() => undefined);
        underWay.push({ size: sizes[next++], done });
      }
      yield await underWay.shift()!.done;
    }
  } finally {
    await pool.end();
  }
}
