import { memo } from '../../base/memo.ts';
import { UserError } from '../../base/user-error.ts';
import type { EnergyTable } from '../../config/energy/energy-table.ts';
import type { Network } from '../../network/layer.ts';
import type { MetricReader } from '../metrics/metric-reader.ts';
import type { PointRecord } from '../metrics/point-record.ts';
import { errorText, type PlannedPoint, type SweepPlan } from '../plan/plan-sweep.ts';
import type { Outcome } from '../store/outcome.ts';
import type { PassCounts } from '../sweep-result.ts';
import { chargeGraph, chargeNetwork } from './charge-network.ts';
import { inParallel } from './in-parallel.ts';
import { countdown, grouped } from './point-order.ts';
import { simulator } from './simulator.ts';
import type { Execute } from './tasks.ts';

/** How points are run. */
export interface PointOptions {
  readonly execute: Execute;
  readonly reader: MetricReader;
  readonly table: (file: string) => Promise<EnergyTable>;
  readonly withNumeric: boolean;
  /** Points begun before the first of them is done: enough to keep the workers busy. */
  readonly inFlight: number;
  readonly signal: AbortSignal;
  readonly onOutcome: (outcome: Outcome) => void;
}

/**
 * Runs points: those that share encoded weights one after the other, so that a pass runs once and memory is given back early. Resolves when all are done or the
 * signal has come; a point that fails is an outcome. Returns how often each pass ran.
 */
export async function runPoints(
  plan: SweepPlan,
  todo: readonly PlannedPoint[],
  options: PointOptions,
): Promise<PassCounts> {
  const networks = memo<Network>();
  const passes = simulator(options.execute);
  const ofPass = countdown(todo.flatMap(({ keys = {} }) => Object.entries(keys).map(passKey)));
  const ofNetwork = countdown(todo.map(({ network }) => network.key));
  let charged = 0;

  const simulated = async (point: PlannedPoint): Promise<Outcome> => {
    const hardware = await plan.machine(point);
    const { network: choice } = point;
    const network = await networks.get(choice.key, () => options.execute('network', choice));
    const table = await options.table(hardware.energy.tableFile);
    charged++;
    const { record, warnings, doubtful } =
      network.graph === undefined
        ? chargeNetwork(hardware, table, await passes.simulate(point.keys!, network, hardware, options.withNumeric))
        : chargeGraph(hardware, table, await passes.execute(point.keys!, network, hardware));
    const priced = outcome(plan, point, record, warnings, options.reader);
    return doubtful ? { ...priced, doubtful } : priced;
  };
  const finish = async (point: PlannedPoint): Promise<void> => {
    const result = point.error === undefined ? await attempt(point, simulated) : failed(point, point.error);
    for (const entry of Object.entries(point.keys ?? {})) if (ofPass.done(passKey(entry))) passes.release(...entry);
    if (ofNetwork.done(point.network.key)) networks.drop(point.network.key);
    if (!options.signal.aborted) options.onOutcome(result);
  };
  await inParallel(grouped(todo, plan.ofWeights), options.inFlight, options.signal, finish);
  const ran = Object.keys(plan.passes).map((pass) => [pass, passes.made(pass)]);
  return { ...Object.fromEntries(ran), network: networks.made(), charge: charged };
}

function passKey([pass, key]: readonly [string, string]): string {
  return `${pass} ${key}`;
}

function outcome(
  plan: SweepPlan,
  { index, axes }: PlannedPoint,
  record: PointRecord,
  warnings: readonly string[],
  reader: MetricReader,
): Outcome {
  return {
    index,
    axes,
    metrics: reader.point(record),
    ...(plan.config.layers && { layers: reader.layers(record) }),
    ...(warnings.length > 0 && { warnings }),
  };
}

function failed({ index, axes }: PlannedPoint, error: string): Outcome {
  return { index, axes, metrics: {}, error };
}

async function attempt(point: PlannedPoint, run: (point: PlannedPoint) => Promise<Outcome>): Promise<Outcome> {
  try {
    return await run(point);
  } catch (error) {
    if (error instanceof UserError) return failed(point, errorText(error));
    if (error instanceof RangeError && /allocat|array length/i.test(error.message))
      return failed(point, `out of memory: ${error.message}`);
    throw error;
  }
}
