import { availableParallelism } from 'node:os';
import { loadEnergyTable } from '../config/load-energy-table.ts';
import type { SweepConfig } from '../config/sweep/sweep.ts';
import { fingerprint } from './fingerprint.ts';
import { finishSweep } from './finish-sweep.ts';
import { sweepFrame } from './frame.ts';
import { metricReader } from './metric-reader.ts';
import { planSweep } from './plan-sweep.ts';
import { probeRecord } from './probe.ts';
import { type Outcome, runPoints } from './run-points.ts';
import { openSweepFolder, type SweepFolder } from './sweep-folder.ts';
import type { PassCounts, SweepResult } from './sweep-result.ts';
import { executeHere } from './tasks.ts';

/** How a sweep is run; nothing here changes its result. */
export interface SweepOptions {
  /** Worker threads; 0 runs everything in this thread. By default as many as cores. */
  readonly jobs?: number;
  /** Folder for finished points, to resume from; without it nothing is kept. */
  readonly folder?: string;
  /** Start over, whatever the folder holds. */
  readonly fresh?: boolean;
  /** Only every n-th point, from the i-th on. */
  readonly shard?: { readonly index: number; readonly of: number };
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SweepProgress) => void;
}

export interface SweepProgress {
  readonly done: number;
  readonly of: number;
  readonly failed: number;
}

/** How a run of a sweep ended. */
export interface SweepRun {
  /** undefined where points are missing: it was interrupted, or it is one of several shards. */
  readonly result: SweepResult | undefined;
  readonly progress: SweepProgress;
  /** How often each pass ran this time. */
  readonly ran: PassCounts;
}

/** Finished points reach the disk in packets of this many milliseconds. */
const WRITE_MS = 200;

/**
 * Runs a sweep, or what is missing of it.
 * @throws UserError for every mistake that can be known before the first point: metrics, constraints, a folder that holds something else or is in use
 */
export async function runSweep(config: SweepConfig, options: SweepOptions = {}): Promise<SweepRun> {
  const plan = await planSweep(config);
  const reader = await metricReader(
    config.metrics,
    probeRecord(plan.base, await loadEnergyTable(plan.base.energy.tableFile)),
  );
  const withNumeric = config.metrics.some(({ expression }) => /\b(saturations|inferences)\b/.test(expression));
  const frame = sweepFrame(plan, withNumeric);
  const { folder, fresh = false, shard = { index: 0, of: 1 }, signal = new AbortController().signal } = options;
  const store =
    folder === undefined
      ? undefined
      : openSweepFolder(folder, { kind: 'sweep', frame, fingerprint: await fingerprint(plan, frame) }, fresh);
  try {
    const mine = plan.points.filter(({ index }) => index % shard.of === shard.index);
    const outcomes = new Map(
      mine.flatMap(({ index }) => store?.done.get(index) ?? []).map((outcome) => [outcome.index, outcome]),
    );
    const todo = mine.filter(({ index }) => !outcomes.has(index));
    const progress = (): SweepProgress => ({
      done: outcomes.size,
      of: mine.length,
      failed: [...outcomes.values()].filter(({ error }) => error !== undefined).length,
    });
    const writer = outcomeWriter(store);
    const jobs = options.jobs ?? availableParallelism();
    const pool = jobs === 0 || todo.length === 0 ? undefined : (await import('./worker-pool.ts')).workerPool(jobs);
    try {
      const ran = await runPoints(plan, todo, {
        execute: pool?.execute ?? executeHere,
        reader,
        withNumeric,
        inFlight: Math.max(1, jobs) * 4,
        signal,
        onOutcome(outcome) {
          outcomes.set(outcome.index, outcome);
          writer.write(outcome);
          options.onProgress?.(progress());
        },
      });
      writer.flush();
      const isWhole = outcomes.size === plan.points.length;
      return {
        result: isWhole ? await finishSweep(frame, [...outcomes.values()]) : undefined,
        progress: progress(),
        ran,
      };
    } finally {
      await pool?.end();
    }
  } finally {
    store?.close();
  }
}

/** Collects outcomes for a moment, so that thousands of quick points are not thousands of writes. */
function outcomeWriter(store: SweepFolder | undefined) {
  let waiting: Outcome[] = [];
  let written = 0;
  const flush = () => {
    store?.record(waiting);
    waiting = [];
    written = performance.now();
  };
  return {
    write(outcome: Outcome) {
      waiting.push(outcome);
      if (performance.now() - written >= WRITE_MS) flush();
    },
    flush,
  };
}
