import { setImmediate } from 'node:timers/promises';
import { UserError } from '../base/user-error.ts';
import type { EnergyTable } from '../config/energy-table.ts';
import type { Hardware } from '../config/hardware.ts';
import { loadEnergyTable } from '../config/load-energy-table.ts';
import { charge, priceMap } from '../energy/charge.ts';
import { priceCounts } from '../energy/price-actions.ts';
import type { Network } from '../network/layer.ts';
import { totalsOf } from '../run/totals.ts';
import { chargedLayer } from './layer-figures.ts';
import { memo } from './memo.ts';
import type { MetricReader } from './metric-reader.ts';
import { errorText, type PlannedPoint, type SweepPlan } from './plan-sweep.ts';
import { type PointRecord, pointRecord } from './point-record.ts';
import { type SimulatedNetwork, simulator } from './simulator.ts';
import type { Metrics, PassCounts } from './sweep-result.ts';
import type { Execute } from './tasks.ts';

/** What came out of a point. */
export interface Outcome {
  readonly index: number;
  readonly axes: Readonly<Record<string, number | string>>;
  readonly metrics: Metrics;
  readonly layers?: readonly { readonly name: string; readonly metrics: Metrics }[];
  readonly error?: string;
  readonly warnings?: readonly string[];
}

/** How points are run. */
export interface PointOptions {
  readonly execute: Execute;
  readonly reader: MetricReader;
  readonly withNumeric: boolean;
  /** Points begun before the first of them is done: enough to keep the workers busy. */
  readonly inFlight: number;
  readonly signal: AbortSignal;
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Points after which the event loop gets a turn, so that an interruption is heard. */
const TURN = 32;

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
  const tables = memo<EnergyTable>();
  const passes = simulator(options.execute);
  const left = countBy(todo, encodeKey);
  const leftOfNetwork = countBy(todo, ({ network }) => network.key);
  let charged = 0;

  const simulated = async (point: PlannedPoint): Promise<Outcome> => {
    const hardware = await plan.machine(point);
    const { network: choice } = point;
    const network = await networks.get(choice.key, () => options.execute('network', choice));
    const table = await tables.get(hardware.energy.tableFile, () => loadEnergyTable(hardware.energy.tableFile));
    charged++;
    if (network.graph !== undefined) {
      const { record, warnings } = await options.execute('graph', { hardware, network, table });
      return outcome(
        plan,
        point,
        pointRecord(hardware, record.layers, record.totals, record.inferences),
        warnings,
        options.reader,
      );
    }
    const counted = await passes.simulate(point.keys!, network, hardware, options.withNumeric);
    const { record, warnings } = chargeNetwork(hardware, table, counted);
    return outcome(plan, point, record, warnings, options.reader);
  };
  const finish = async (point: PlannedPoint): Promise<void> => {
    const result = point.error === undefined ? await attempt(point, simulated) : failed(point, point.error);
    if (count(left, encodeKey(point)) === 0) passes.release(encodeKey(point));
    if (count(leftOfNetwork, point.network.key) === 0) networks.drop(point.network.key);
    if (!options.signal.aborted) options.onOutcome(result);
  };
  await inParallel(grouped(todo), options.inFlight, options.signal, finish);
  return { network: networks.made(), ...passes.made(), charge: charged };
}

/** Prices and energy of one point: all that an energy-only axis needs. */
function chargeNetwork(
  hardware: Hardware,
  table: EnergyTable,
  counted: SimulatedNetwork,
): { record: PointRecord; warnings: string[] } {
  const { prices, warnings } = priceCounts(hardware, table, counted.layers);
  const map = priceMap(prices);
  const layers = counted.layers.map((layer) =>
    chargedLayer(layer, charge(layer.actionCounts, map, layer.name), hardware.clockHz),
  );
  return {
    record: pointRecord(hardware, layers, totalsOf(layers, hardware.processingElements)),
    warnings: [...counted.warnings, ...warnings],
  };
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

/** Points with equal keys share their encoded weights. */
function encodeKey({ keys }: PlannedPoint): string {
  return keys?.encode ?? '';
}

/** Points that share a network and encoded weights one behind the other, in the order in which they first occur. */
function grouped(points: readonly PlannedPoint[]): readonly PlannedPoint[] {
  const networks = ranks(points.map(({ network }) => network.key));
  const encodings = ranks(points.map(encodeKey));
  const order = (point: PlannedPoint) =>
    networks.get(point.network.key)! * points.length + encodings.get(encodeKey(point))!;
  return points.toSorted((a, b) => order(a) - order(b) || a.index - b.index);
}

/** Different keys, numbered as they first occur. */
function ranks(keys: readonly string[]): Map<string, number> {
  return new Map([...new Set(keys)].map((key, rank) => [key, rank]));
}

/** At most `inFlight` at a time, in order; none is begun once the signal has come, and those under way are not waited for. */
async function inParallel<T>(
  items: readonly T[],
  inFlight: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < items.length && !signal.aborted) {
      const item = items[next++];
      if (next % TURN === 0) await setImmediate();
      await work(item);
    }
  };
  const lanes = Promise.all(Array.from({ length: Math.min(inFlight, items.length) }, lane));
  lanes.catch(() => undefined); // after an interruption nobody waits for the lanes
  await Promise.race([lanes, aborted(signal)]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

function count(counts: Map<string, number>, key: string): number {
  const left = counts.get(key)! - 1;
  counts.set(key, left);
  return left;
}
