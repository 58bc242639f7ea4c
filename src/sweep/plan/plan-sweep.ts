import { memo } from '../../base/memo.ts';
import { recordedFault, UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { machineOf } from '../../machines/index.ts';
import { hardwareOf } from '../../machines/load-hardware.ts';
import { readHardwareSource } from '../../node/read-configs.ts';
import type { SweepConfig } from '../config/sweep.ts';
import { constrained } from './constraints.ts';
import { axisRecord, type GridPoint, gridPoints } from './grid.ts';
import { hardwareQuantities, hardwareVariants } from './hardware-variants.ts';
import { hasGraph } from './has-graph.ts';
import { type NetworkChoice, networkChoice } from './network-choice.ts';
import { type KeyMaker, keyMaker, type PassKeys, WHOLE } from './pass-keys.ts';

/** A point of the plan. */
export interface PlannedPoint {
  readonly index: number;
  /** Axis name -> value. */
  readonly axes: Readonly<Record<string, number | string>>;
  readonly network: NetworkChoice;
  /** What each pass depends on; undefined where there is no such machine. */
  readonly keys?: PassKeys;
  /** Why there is none. */
  readonly error?: string;
}

/** All points of a sweep, and how to make the machine of each. */
export interface SweepPlan {
  readonly config: SweepConfig;
  readonly base: Chip;
  readonly points: readonly PlannedPoint[];
  readonly machine: (point: PlannedPoint) => Promise<Chip>;
  /** Different inputs of each pass over all points. */
  readonly passes: { readonly network: number } & Readonly<Record<string, number>>;
  /** Passes that a sweep runs only where a metric asks for them. */
  readonly askable: readonly string[];
  /** Passes of the weights alone. */
  readonly ofWeights: readonly string[];
  /** Those of the passes that are executions of a network with a graph. */
  readonly executions: number;
}

/**
 * Lays out the grid, drops what the constraints exclude, and makes each machine once, so that every mistake is known before the first point runs.
 * @throws UserError where no point is left, or a constraint is wrong
 */
export async function planSweep(config: SweepConfig): Promise<SweepPlan> {
  const source = readHardwareSource(config.hardware);
  const base = await hardwareOf(source, { set: config.set });
  const onHardware = config.axes.flatMap(({ name, target }, at) => (target === 'hardware' ? [{ key: name, at }] : []));
  const variants = await hardwareVariants(
    source,
    config.set,
    onHardware.map(({ key }) => key),
  );
  const kept = await constrained(config, gridPoints(config), await hardwareQuantities(source, config.set));
  const make = (point: GridPoint) => variants(onHardware.map(({ key, at }) => ({ key, value: point.values[at] })));
  const points: PlannedPoint[] = [];
  const keysOf = keyMaker();
  const machine = machineOf(base);
  const listed = machine.passes.filter(({ partOf }) => partOf === undefined).map(({ name }) => name);
  const inputs = new Map(['network', ...listed].map((pass) => [pass, new Set<string>()]));
  const executions = new Set<string>();
  const graphs = memo<boolean>();
  const isGraph = (path: string) => graphs.get(path, () => hasGraph(path));
  for (const [index, point] of kept.entries()) {
    const axes = axisRecord(config.axes, point);
    const identified = await identify(config, axes, point, () => make(point), keysOf, isGraph);
    const { keys, network } = identified;
    if (keys !== undefined)
      for (const [pass, found] of inputs) found.add(pass === 'network' ? network.key : keys[pass]);
    if (keys !== undefined && (await isGraph(network.path))) executions.add(keys[WHOLE]);
    points.push({ index, axes, ...identified });
  }
  return {
    config,
    base,
    points,
    machine: (point) => make(kept[point.index]),
    passes: Object.fromEntries([...inputs].map(([pass, found]) => [pass, found.size])) as SweepPlan['passes'],
    askable: machine.passes.filter(({ unasked }) => unasked !== undefined).map(({ name }) => name),
    ofWeights: machine.passes.filter((pass) => pass.of === 'weights').map(({ name }) => name),
    executions: executions.size,
  };
}

/** Which inputs the passes of a point have. */
async function identify(
  config: SweepConfig,
  axes: PlannedPoint['axes'],
  point: GridPoint,
  make: () => Promise<Chip>,
  keysOf: KeyMaker,
  isGraph: (path: string) => Promise<boolean>,
): Promise<Omit<PlannedPoint, 'index' | 'axes'>> {
  try {
    const fault = point.values.find((value) => value.fault !== undefined)?.fault;
    if (fault !== undefined) throw new UserError([fault]);
    const at = config.axes.findIndex(({ name }) => name === 'network');
    const network = networkChoice(config, axes, point.values[at]?.text);
    return { network, keys: keysOf(network.key, await isGraph(network.path), await make()) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { network: { path: '', options: {}, key: '' }, error: errorText(error) };
  }
}

/** All faults of an error in one line, as a result holds them. */
export function errorText(error: UserError): string {
  return error.faults.map(recordedFault).join('; ');
}
