import { memo } from '../../base/memo.ts';
import { recordedFault, UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { machineOf } from '../../machines/index.ts';
import type { SweepAxis, SweepConfig } from '../config/sweep.ts';
import { knows, MACHINE_AXIS, type SweptMachine, sweptMachines } from '../config/swept-machines.ts';
import { constrained, type Quantities } from './constraints.ts';
import { axisRecord, type GridPoint, gridPoints, onlyKnown } from './grid.ts';
import { type HardwareVariants, hardwareQuantities, hardwareVariants } from './hardware-variants.ts';
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
  /** All of them; the first is the base. */
  readonly machines: readonly SweptMachine[];
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
  const swept = await sweptMachines(config);
  const [{ hardware: base }] = swept;
  const onMachine = config.axes.findIndex(({ name }) => name === MACHINE_AXIS);
  const onHardware = config.axes.flatMap((axis, at) => (axis.target === 'hardware' ? [{ axis, at }] : []));
  const designs = new Map(
    await Promise.all(swept.map(async (one) => [one.value, await designOf(one, onHardware)] as const)),
  );
  /** That of the machine of a point; undefined where it cannot be read. */
  const design = ({ values }: GridPoint) => designs.get(onMachine < 0 ? undefined : String(values[onMachine]?.value));
  const has = (point: GridPoint, axis: SweepAxis) =>
    axis.target !== 'hardware' || !config.whereKnown.includes(axis.name) || design(point)?.has(axis.name) !== false;
  const grid = onlyKnown(gridPoints(config), config.axes, has);
  const known = await constrained(config, grid, (point) => design(point)?.quantities ?? NONE);
  const kept = known.map((point, index) => ({ ...point, index }));
  const make = async (point: GridPoint) => {
    const fault = point.values.find((value) => value?.fault !== undefined)?.fault;
    if (fault !== undefined) throw new UserError([fault]);
    return design(point)!.make(
      onHardware.flatMap(({ axis: { name }, at }) => {
        const value = point.values[at];
        return value === undefined ? [] : [{ key: name, value }];
      }),
    );
  };
  const points: PlannedPoint[] = [];
  const keysOf = keyMaker();
  const passes = allPasses(swept);
  const listed = passes.filter(({ partOf }) => partOf === undefined).map(({ name }) => name);
  const inputs = new Map(['network', ...listed].map((pass) => [pass, new Set<string>()]));
  const executions = new Set<string>();
  const graphs = memo<boolean>();
  const isGraph = (path: string) => graphs.get(path, () => hasGraph(path));
  for (const [index, point] of kept.entries()) {
    const axes = axisRecord(config.axes, point);
    const identified = await identify(config, axes, point, () => make(point), keysOf, isGraph);
    const { keys, network } = identified;
    if (keys !== undefined)
      for (const [pass, found] of inputs) {
        const key = pass === 'network' ? network.key : keys[pass];
        if (key !== undefined) found.add(key);
      }
    if (keys !== undefined && (await isGraph(network.path))) executions.add(keys[WHOLE]);
    points.push({ index, axes, ...identified });
  }
  return {
    config,
    base,
    machines: swept,
    points,
    machine: (point) => make(kept[point.index]),
    passes: Object.fromEntries([...inputs].map(([pass, found]) => [pass, found.size])) as SweepPlan['passes'],
    askable: passes.filter(({ unasked }) => unasked !== undefined).map(({ name }) => name),
    ofWeights: passes.filter((pass) => pass.of === 'weights').map(({ name }) => name),
    executions: executions.size,
  };
}

const NONE: Quantities = new Map();

/** How the points of one machine are made. */
interface Design {
  readonly has: (axis: string) => boolean;
  readonly make: HardwareVariants;
  readonly quantities: Quantities;
}

async function designOf(machine: SweptMachine, axes: readonly { readonly axis: SweepAxis }[]): Promise<Design> {
  const { source, set, value } = machine;
  // without the axis `machine` a price that only the table knows is an axis, too
  const has = (key: string) => value === undefined || knows(machine, key);
  const keys = axes.flatMap(({ axis: { name } }) => (has(name) ? [name] : []));
  return {
    has,
    make: await hardwareVariants(source, set, keys),
    quantities: await hardwareQuantities(source, set),
  };
}

/** The passes of all machines, each name once. */
function allPasses(machines: readonly SweptMachine[]) {
  const all = machines.flatMap(({ hardware }) => machineOf(hardware).passes);
  return [...new Map(all.map((pass) => [pass.name, pass])).values()];
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
    const hardware = await make();
    const at = config.axes.findIndex(({ name }) => name === 'network');
    const network = networkChoice(config, axes, point.values[at]?.text);
    return { network, keys: keysOf(network.key, await isGraph(network.path), hardware) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { network: { path: '', options: {}, key: '' }, error: errorText(error) };
  }
}

/** All faults of an error in one line, as a result holds them. */
export function errorText(error: UserError): string {
  return error.faults.map(recordedFault).join('; ');
}
