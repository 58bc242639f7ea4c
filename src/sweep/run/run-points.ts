import { memo } from '../../base/memo.ts';
import { UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { Network } from '../../network/layer.ts';
import type { MetricReader, NumbersOfPoint } from '../metrics/metric-reader.ts';
import type { Asked } from '../plan/frame.ts';
import { errorText, type SweepPlan } from '../plan/plan-sweep.ts';
import type { Outcome } from '../store/outcome.ts';
import type { PassCounts } from '../sweep-result.ts';
import type { TrainedPoints } from '../training/train-points.ts';
import { trainedFigures } from '../training/trained-figures.ts';
import { chargeGraph, chargeNetwork } from './charge-network.ts';
import { inParallel } from './in-parallel.ts';
import { countdown, grouped } from './point-order.ts';
import { simulator } from './simulator.ts';
import type { Threads } from './threads.ts';

/** How points are run. */
export interface PointOptions {
  readonly threads: Threads;
  readonly reader: MetricReader;
  readonly table: (file: string) => Promise<EnergyTable>;
  readonly asked: Asked;
  /** What was trained for the points, and where it is kept. */
  readonly trained?: TrainedPoints & { readonly store: string };
  /** Points begun before the first of them is done: enough to keep the workers busy. */
  readonly inFlight: number;
  readonly signal: AbortSignal;
  readonly onOutcome: (outcome: Outcome) => void;
  /** All passes have run: the points that are left need no worker. */
  readonly onSimulated?: () => void;
}

/**
 * Runs points: those that share encoded weights one after the other, so that a pass runs once, and what no other kind of points needs is given back as soon as the
 * passes of a kind have run. Resolves when all are done or the signal has come; a point that fails is an outcome. Returns how often each pass ran.
 */
export async function runPoints(plan: SweepPlan, todo: readonly number[], options: PointOptions): Promise<PassCounts> {
  const networks = memo<Network>();
  const passes = simulator(options.threads);
  const kinds = [...new Set(todo.map((point) => plan.kindOf[point]))];
  const ofKind = countdown(todo.map((point) => plan.kindOf[point]));
  const ofPass = countdown(kinds.flatMap((kind) => Object.entries(plan.kinds[kind].keys ?? {}).map(passKey)));
  const ofNetwork = countdown(kinds.map((kind) => plan.kinds[kind].network.key));
  const tables = new Map<string, EnergyTable>();
  /** What the points of each kind are charged with, as soon as their passes run. */
  const charges = new Map<number, Charging>();
  let toSimulate = kinds.length;
  let charged = 0;

  const chargeOf = (kind: number, hardware: Chip): Promise<Charge> => {
    const known = charges.get(kind);
    if (known !== undefined) return known.coming;
    const made: Charging = { coming: simulate(kind, hardware).finally(() => release(kind)) };
    charges.set(kind, made);
    return made.coming.then((by) => (made.by = by));
  };
  const simulate = async (kind: number, hardware: Chip): Promise<Charge> => {
    const { network: choice, training, keys = {} } = plan.kinds[kind];
    const { trained, asked } = options;
    const figures = training && trainedFigures(trained!.stages(training));
    if (!asked.machine && figures !== undefined)
      return () => ({ record: { training: figures }, warnings: [], doubtful: false });
    const network = await networks.get(choice.key, () =>
      training === undefined
        ? options.threads.execute('network', choice)
        : options.threads.execute('trainedNetwork', { ...training, store: trained!.store }),
    );
    if (network.graph !== undefined) {
      const graph = await passes.execute(keys, network, hardware);
      return (machine, table) => chargeGraph(machine, table, graph, figures);
    }
    const layers = await passes.simulate(keys, network, hardware, asked.numeric);
    return (machine, table) => chargeNetwork(machine, table, layers);
  };
  const charge = (point: number, hardware: Chip, table: EnergyTable, by: Charge): Outcome => {
    if (options.asked.machine) charged++;
    const { record, warnings, doubtful } = by(hardware, table);
    const priced = outcome(plan, point, record, warnings, options.reader);
    return doubtful ? { ...priced, doubtful } : priced;
  };
  const run = async (point: number, hardware: Chip): Promise<Outcome> => {
    const kind = plan.kindOf[point];
    const by = await chargeOf(kind, hardware);
    const table = await options.table(hardware.energy.tableFile);
    tables.set(hardware.energy.tableFile, table);
    return charge(point, hardware, table, by);
  };
  const done = (point: number, result: Outcome): void => {
    const kind = plan.kindOf[point];
    if (ofKind.done(kind)) {
      // no machine of it could be made
      if (!charges.has(kind)) release(kind);
      charges.delete(kind);
    }
    if (!options.signal.aborted) options.onOutcome(result);
  };
  const release = (kind: number): void => {
    const { keys = {}, network } = plan.kinds[kind];
    for (const entry of Object.entries(keys)) if (ofPass.done(passKey(entry))) passes.release(...entry);
    if (ofNetwork.done(network.key)) networks.drop(network.key);
    if (--toSimulate === 0) options.onSimulated?.();
  };
  /** At once where the passes of the point have run for the one before it. */
  const finish = (point: number): Promise<void> | undefined => {
    const kind = plan.kindOf[point];
    const { error } = plan.kinds[kind];
    if (error !== undefined) {
      done(point, failed(plan, point, error));
      return undefined;
    }
    const hardware = plan.machine(point);
    const by = charges.get(kind)?.by;
    const table = hardware instanceof Promise ? undefined : tables.get(hardware.energy.tableFile);
    if (by !== undefined && table !== undefined) {
      done(
        point,
        attempt(plan, point, () => charge(point, hardware as Chip, table, by)),
      );
      return undefined;
    }
    return Promise.resolve(hardware)
      .then((machine) => run(point, machine))
      .catch((fault: unknown) => failure(plan, point, fault))
      .then((result) => done(point, result));
  };
  await inParallel(grouped(plan, todo), options.inFlight, options.signal, finish);
  const ran = Object.keys(plan.passes).map((pass) => [pass, passes.made(pass)]);
  const steps = options.trained === undefined ? {} : { train: options.trained.steps };
  return { ...Object.fromEntries(ran), network: networks.made(), charge: charged, ...steps };
}

/** Charges what was simulated to a machine. */
type Charge = (
  hardware: Chip,
  table: EnergyTable,
) => Omit<ReturnType<typeof chargeNetwork>, 'record'> & { readonly record: NumbersOfPoint };

/** The same while it is still to come, and once it is there. */
interface Charging {
  readonly coming: Promise<Charge>;
  by?: Charge;
}

function passKey([pass, key]: readonly [string, string]): string {
  return `${pass} ${key}`;
}

function outcome(
  plan: SweepPlan,
  index: number,
  record: NumbersOfPoint,
  warnings: readonly string[],
  reader: MetricReader,
): Outcome {
  return {
    index,
    axes: plan.axes(index),
    metrics: reader.point(record),
    ...(plan.config.layers && { layers: 'layers' in record ? reader.layers(record) : [] }),
    ...(warnings.length > 0 && { warnings }),
  };
}

function failed(plan: SweepPlan, index: number, error: string): Outcome {
  return { index, axes: plan.axes(index), metrics: {}, error };
}

function attempt(plan: SweepPlan, point: number, run: () => Outcome): Outcome {
  try {
    return run();
  } catch (error) {
    return failure(plan, point, error);
  }
}

/** A point that fails by a user's mistake, or for want of memory, is an outcome; anything else is ours. */
function failure(plan: SweepPlan, point: number, error: unknown): Outcome {
  if (error instanceof UserError) return failed(plan, point, errorText(error));
  if (error instanceof RangeError && /allocat|array length/i.test(error.message))
    return failed(plan, point, `out of memory: ${error.message}`);
  throw error;
}
