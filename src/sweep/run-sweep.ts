import { availableParallelism } from 'node:os';
import { collectMuchGarbage } from '../node/collect-garbage.ts';
import type { SweepConfig } from './config/sweep.ts';
import { finishSweep } from './finish/finish-sweep.ts';
import { asksForMachine, type MetricReader, metricReader } from './metrics/metric-reader.ts';
import { probesOf } from './metrics/probe.ts';
import { type Asked, type SweepFrame, sweepFrame } from './plan/frame.ts';
import { planSweep, type SweepPlan } from './plan/plan-sweep.ts';
import { runPoints } from './run/run-points.ts';
import { thisThread, workers } from './run/threads.ts';
import { isWorthWorkers } from './run/worth-workers.ts';
import { fingerprint } from './store/fingerprint.ts';
import { OutcomeColumns } from './store/outcome-columns.ts';
import { outcomeWriter } from './store/outcome-writer.ts';
import { openSweepFolder, type SweepFolder } from './store/sweep-folder.ts';
import { type SweepInputs, sweepInputs } from './store/sweep-inputs.ts';
import type { PassCounts, SweepResult } from './sweep-result.ts';
import { keepingFolder } from './training/keeping-folder.ts';
import { type EpochsDone, trainPoints } from './training/train-points.ts';

/** Points that a worker may have waiting: enough to be busy while another point waits for a pass. */
const IN_FLIGHT = 4;

/** How a sweep is run; nothing here changes its result. */
export interface SweepOptions {
  /** Worker threads; 0 runs everything in this thread. By default as many as cores where there is so much to simulate that they are worth their start. */
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
  /** Epochs of the trainings before the points, while they are learnt. */
  readonly epochs?: EpochsDone;
}

/** How a run of a sweep ended. */
export interface SweepRun {
  /** undefined where points are missing: it was interrupted, or it is one of several shards. */
  readonly result: SweepResult | undefined;
  readonly progress: SweepProgress;
  /** How often each pass ran this time. */
  readonly ran: PassCounts;
}

/**
 * Runs a sweep, or what is missing of it.
 * @throws UserError for every mistake that can be known before the first point: metrics, constraints, a folder that holds something else or is in use
 */
export async function runSweep(config: SweepConfig, options: SweepOptions = {}): Promise<SweepRun> {
  const sweep = await prepare(config);
  const store = await openStore(sweep, options);
  try {
    const { outcomes, ran, of } = await runMissing(sweep, store, options);
    const isWhole = outcomes.size === sweep.plan.size;
    // the record of very many points needs the room that they leave behind
    if (isWhole) collectMuchGarbage();
    return {
      result: isWhole ? await finishSweep(sweep.frame, outcomes.inOrder(), outcomes.warnings) : undefined,
      progress: { done: outcomes.size, of, failed: outcomes.failed },
      ran,
    };
  } finally {
    store?.close();
  }
}

/** A sweep with all that is known before its first point. */
interface PreparedSweep {
  readonly plan: SweepPlan;
  readonly frame: SweepFrame;
  readonly reader: MetricReader;
  readonly asked: Asked;
  readonly inputs: SweepInputs;
}

async function prepare(config: SweepConfig): Promise<PreparedSweep> {
  const plan = await planSweep(config);
  const inputs = await sweepInputs(plan);
  const probes = await probesOf(plan.machines, inputs.table, plan.recipes);
  const reader = await metricReader(config.metrics, probes);
  const asksAny = (metric: SweepConfig['metrics'][number]) =>
    probes.some(({ record }) => asksForMachine(metric, record));
  const asked: Asked = {
    numeric: config.metrics.some(({ expression }) => /\bsaturations\b/.test(expression)),
    machine: config.training === null || config.metrics.some(asksAny),
  };
  const frame = sweepFrame(
    plan,
    probes.map(({ prices }) => prices),
    asked,
  );
  return { plan, frame, reader, asked, inputs };
}

async function openStore(
  { plan, frame, inputs }: PreparedSweep,
  { folder, fresh = false }: SweepOptions,
): Promise<SweepFolder | undefined> {
  if (folder === undefined) return undefined;
  return openSweepFolder(folder, { kind: 'sweep', frame, fingerprint: await fingerprint(plan, frame, inputs) }, fresh);
}

/** Runs what the store lacks of this shard; gives the outcomes of the whole shard. */
async function runMissing(
  { plan, reader, asked, inputs }: PreparedSweep,
  store: SweepFolder | undefined,
  options: SweepOptions,
) {
  const { shard = { index: 0, of: 1 } } = options;
  const mine = Math.ceil((plan.size - shard.index) / shard.of);
  const outcomes = new OutcomeColumns(
    plan.config.metrics.map(({ name }) => name),
    plan.axes,
  );
  const todo: number[] = [];
  for (let point = shard.index; point < plan.size; point += shard.of) {
    const before = store?.done.get(point);
    if (before === undefined) todo.push(point);
    else outcomes.add(before);
  }
  const stop = new AbortController();
  const writer = outcomeWriter(
    store,
    () => inputs.sources.check(),
    () => stop.abort(),
  );
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const kinds = [...new Set(todo.map((point) => plan.kindOf[point]))];
  const trainings = kinds.flatMap((kind) => plan.kinds[kind].training ?? []);
  const kept = trainings.length === 0 ? undefined : keepingFolder(options.folder);
  // what takes long in one piece leaves this thread free to listen
  const isLong = kept !== undefined || plan.executions > 0;
  const { jobs = isLong || isWorthWorkers(plan, inputs) ? availableParallelism() : 1 } = options;
  // one worker would only be waited for
  const isAlone = jobs === 0 || todo.length === 0 || (jobs === 1 && !isLong);
  const beforeTask = () => {
    writer.flush();
    signal.throwIfAborted();
  };
  const threads = isAlone ? thisThread(beforeTask) : await workers(jobs);
  try {
    const onProgress = (epochs: EpochsDone) =>
      options.onProgress?.({ done: outcomes.size, of: mine, failed: outcomes.failed, epochs });
    const trained = kept && {
      ...(await trainPoints(trainings, { execute: threads.execute, store: kept.folder, signal, onProgress })),
      store: kept.folder,
    };
    const ran = await runPoints(plan, todo, {
      threads,
      reader,
      table: inputs.table,
      asked,
      ...(trained && { trained }),
      inFlight: Math.max(1, jobs) * IN_FLIGHT,
      signal,
      onOutcome(outcome) {
        writer.write(outcomes.add(outcome));
        options.onProgress?.({ done: outcomes.size, of: mine, failed: outcomes.failed });
      },
      onSimulated: () => void threads.end(),
    });
    return { outcomes, ran, of: mine };
  } finally {
    await threads.end();
    kept?.close();
    writer.close();
  }
}
