import { memo } from '../../base/memo.ts';
import { recordedFault, UserError } from '../../base/user-error.ts';
import type { Chip } from '../../config/chip.ts';
import { machineOf } from '../../machines/index.ts';
import type { Execution } from '../../run/load/load-network.ts';
import type { TrainingData } from '../../train/config/training-schema.ts';
import type { SweepAxis, SweepConfig } from '../config/sweep.ts';
import { hasKey, MACHINE_AXIS, type SweptMachine, sweptMachines } from '../config/swept-machines.ts';
import type { ChosenRecipes, RecipeChoice, RecipeChooser } from '../training/recipe-choice.ts';
import { constrained, type Quantities } from './constraints.ts';
import { executionOf } from './execution.ts';
import { axisRecord, distinctPoints, gridOf, type PointValues } from './grid.ts';
import {
  type HardwareChange,
  type HardwareVariants,
  hardwareQuantities,
  hardwareVariants,
  isPrice,
  withPrices,
} from './hardware-variants.ts';
import { type NetworkChoice, networkChoice } from './network-choice.ts';
import { keyMaker, type PassKeys, WHOLE } from './pass-keys.ts';

/** What points have in common that run the same passes on the same network. */
export interface PointKind {
  readonly network: NetworkChoice;
  /** How its network is trained, where the sweep trains. */
  readonly training?: RecipeChoice;
  /** What each pass depends on; undefined where there is no such machine. */
  readonly keys?: PassKeys;
  /** Why there is none. */
  readonly error?: string;
}

/** All points of a sweep by their numbers, and how to make the machine of each. */
export interface SweepPlan {
  readonly config: SweepConfig;
  readonly base: Chip;
  /** All of them; the first is the base. */
  readonly machines: readonly SweptMachine[];
  readonly size: number;
  readonly kinds: readonly PointKind[];
  /** Of each point its place in `kinds`. */
  readonly kindOf: Uint32Array;
  /** Axis name -> value. */
  readonly axes: (point: number) => Readonly<Record<string, number | string>>;
  /** At once where the point asked for before differs in nothing but prices. */
  readonly machine: (point: number) => Chip | Promise<Chip>;
  /** Different inputs of each pass over all points. */
  readonly passes: { readonly network: number } & Readonly<Record<string, number>>;
  /** Passes that a sweep runs only where a metric asks for them. */
  readonly askable: readonly string[];
  /** Passes of the weights alone. */
  readonly ofWeights: readonly string[];
  /** Those of the passes that are executions of a network with a graph. */
  readonly executions: number;
  /** The recipes of a sweep that trains. */
  readonly recipes?: PlannedRecipes;
}

export interface PlannedRecipes extends ChosenRecipes {
  /** The recipe as all points have it. */
  readonly base: TrainingData;
  /** Different steps of all points. */
  readonly different: number;
}

/**
 * Lays out the grid, drops what the constraints exclude, and makes each machine once (those that differ in prices alone are one), so that every mistake is known
 * before the first point runs.
 * @throws UserError where no point is left, or a constraint is wrong
 */
export async function planSweep(config: SweepConfig): Promise<SweepPlan> {
  const swept = await sweptMachines(config);
  const [{ hardware: base }] = swept;
  const chooser = await chooserOf(config);
  const { kept, valuesOf, placeOf, design } = await layOut(config, swept, chooser);
  const onHardware = config.axes.flatMap((axis, at) => (axis.target === 'hardware' ? [{ key: axis.name, at }] : []));
  const areApart = [...design.all.values()].every(({ variants }) => variants.prices.areApart);
  const prices = areApart ? onHardware.filter(isPrice) : [];
  const parts = onHardware.filter((axis) => !prices.includes(axis));
  const changes = (axes: typeof onHardware, values: PointValues): HardwareChange[] => {
    const made: HardwareChange[] = [];
    for (const { key, at } of axes) {
      const value = values[at];
      if (value !== undefined) made.push({ key, value });
    }
    return made;
  };
  const make = async (values: PointValues, axes = onHardware) => {
    const fault = values.find((value) => value?.fault !== undefined)?.fault;
    if (fault !== undefined) throw new UserError([fault]);
    return design.of(values)!.variants.make(changes(axes, values));
  };
  const executions = memo<Execution>();
  // a seed draws other weights, not more of them
  const execution = ({ path, options }: NetworkChoice) =>
    executions.get(`${path} ${options.generate?.weightDensity ?? ''}`, () => executionOf(path, options));
  const keysOf = keyMaker();
  const identify = async (values: PointValues): Promise<PointKind> => {
    try {
      const hardware = await make(values);
      if (chooser !== undefined) {
        const training = await chooser.choose(values);
        const trained = { path: config.network, options: {}, key: training.keys.at(-1)! };
        return { network: trained, training, keys: keysOf(trained.key, 'whole', hardware) };
      }
      const at = config.axes.findIndex(({ name }) => name === 'network');
      const network = networkChoice(config, axisRecord(config.axes, values), values[at]?.text);
      return { network, keys: keysOf(network.key, await execution(network), hardware) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { network: { path: '', options: {}, key: '' }, error: errorText(error) };
    }
  };

  const apart = config.axes.flatMap((_, at) => (prices.some((price) => price.at === at) ? [] : [at]));
  /** Equal for points that differ in nothing but prices. */
  const variantOf = (point: number) =>
    apart.reduce((sum, at) => sum * config.axes[at].values.length + placeOf(kept[point], at), 0);
  const areRefused = (variants: HardwareVariants, all: readonly HardwareChange[]) =>
    all.some((one) => one.value.fault ?? variants.prices.refuses(one));
  const ofPrices = prices.flatMap(({ key, at }) => config.axes[at].values.map((value) => ({ key, value })));
  const mayBeRefused = [...design.all.values()].some(({ variants }) => areRefused(variants, ofPrices));
  /** Prices that are none make a point another one than its variant. */
  const isRefused = (point: number) => {
    if (!mayBeRefused) return false;
    const values = valuesOf(kept[point]);
    const made = design.of(values);
    return made !== undefined && areRefused(made.variants, changes(prices, values));
  };
  const kinds = distinctKinds();
  const kindOf = new Uint32Array(kept.length);
  const ofVariants = new Map<number, number>();
  for (let point = 0; point < kept.length; point++) {
    const variant = isRefused(point) ? undefined : variantOf(point);
    let kind = variant === undefined ? undefined : ofVariants.get(variant);
    kind ??= kinds.number(await identify(valuesOf(kept[point])));
    if (variant !== undefined) ofVariants.set(variant, kind);
    kindOf[point] = kind;
  }

  const runnable = kinds.all.filter(({ keys }) => keys !== undefined);
  const passes = allPasses(swept);
  const listed = passes.filter(({ partOf }) => partOf === undefined).map(({ name }) => name);
  const inputs = listed.map((pass) => [pass, different(runnable.map(({ keys }) => keys![pass]))] as const);
  const whole = await Promise.all(
    runnable.map(async ({ network, training, keys }) =>
      training !== undefined || (await execution(network)) !== 'alone' ? keys![WHOLE] : undefined,
    ),
  );
  let last: { readonly variant: number; readonly hardware: Chip } | undefined;
  return {
    config,
    base,
    machines: swept,
    size: kept.length,
    kinds: kinds.all,
    kindOf,
    axes: (point) => axisRecord(config.axes, valuesOf(kept[point])),
    machine(point) {
      const [variant, values] = [variantOf(point), valuesOf(kept[point])];
      const priced = changes(prices, values);
      if (last?.variant === variant) return withPrices(last.hardware, priced);
      return make(values, parts).then((hardware) => {
        last = { variant, hardware };
        return withPrices(hardware, priced);
      });
    },
    passes: { network: different(runnable.map(({ network }) => network.key)), ...Object.fromEntries(inputs) },
    askable: passes.filter(({ unasked }) => unasked !== undefined).map(({ name }) => name),
    ofWeights: passes.filter((pass) => pass.of === 'weights').map(({ name }) => name),
    executions: different(whole),
    ...(chooser && { recipes: recipesOf(chooser, kinds.all) }),
  };
}

async function chooserOf(config: SweepConfig): Promise<RecipeChooser | undefined> {
  if (config.training === null) return undefined;
  const { recipeChooser } = await import('../training/recipe-choice.ts');
  return recipeChooser(config, config.training);
}

function recipesOf({ base, found }: RecipeChooser, kinds: readonly PointKind[]): PlannedRecipes {
  return { ...found(), base, different: different(kinds.flatMap(({ training }) => training?.keys ?? [])) };
}

/** The points of the grid that are run, by their numbers in it, and how to look at one. */
async function layOut(config: SweepConfig, swept: readonly SweptMachine[], chooser: RecipeChooser | undefined) {
  const { axes, whereKnown } = config;
  const onMachine = axes.findIndex(({ name }) => name === MACHINE_AXIS);
  const onHardware = axes.filter(({ target }) => target === 'hardware');
  const all = new Map(
    await Promise.all(swept.map(async (one) => [one.value, await designOf(one, onHardware)] as const)),
  );
  /** That of the machine of a point; undefined where it cannot be read. */
  const of = (values: PointValues) => all.get(onMachine < 0 ? undefined : String(values[onMachine]?.value));
  const grid = gridOf(config);
  const has = ({ name, target }: SweepAxis, values: PointValues) => {
    if (!whereKnown.includes(name)) return true;
    if (target === 'training') return chooser?.has(name, values) !== false;
    return target !== 'hardware' || of(values)?.has(name) !== false;
  };
  const valuesOf = (point: number): PointValues => {
    const values = grid.values(point);
    return whereKnown.length === 0 ? values : values.map((value, k) => (has(axes[k], values) ? value : undefined));
  };
  const every = Uint32Array.from({ length: grid.size }, (_, point) => point);
  const distinct = whereKnown.length === 0 ? every : distinctPoints(every, valuesOf);
  const kept = await constrained(config, distinct, valuesOf, (values) => of(values)?.quantities ?? NONE);
  return { kept, valuesOf, placeOf: grid.place, design: { all, of } };
}

/** Kinds of points, each once, numbered as they come. */
function distinctKinds() {
  const all: PointKind[] = [];
  const numbers = new Map<unknown, number>();
  const number = (kind: PointKind): number => {
    // equal keys are one record, in which the network is
    const identity = kind.keys ?? kind.error;
    const known = numbers.get(identity) ?? all.push(kind) - 1;
    numbers.set(identity, known);
    return known;
  };
  return { all, number };
}

function different(values: readonly (string | undefined)[]): number {
  return new Set(values.filter((value) => value !== undefined)).size;
}

const NONE: Quantities = new Map();

/** How the points of one machine are made. */
interface Design {
  readonly has: (axis: string) => boolean;
  readonly variants: HardwareVariants;
  readonly quantities: Quantities;
}

async function designOf(machine: SweptMachine, axes: readonly SweepAxis[]): Promise<Design> {
  const { source, set } = machine;
  const has = (key: string) => hasKey(machine, key);
  const keys = axes.flatMap(({ name }) => (has(name) ? [name] : []));
  return {
    has,
    variants: await hardwareVariants(source, set, keys),
    quantities: await hardwareQuantities(source, set),
  };
}

/** The passes of all machines, each name once. */
function allPasses(machines: readonly SweptMachine[]) {
  const all = machines.flatMap(({ hardware }) => machineOf(hardware).passes);
  return [...new Map(all.map((pass) => [pass.name, pass])).values()];
}

/** All faults of an error in one line, as a result holds them. */
export function errorText(error: UserError): string {
  return error.faults.map(recordedFault).join('; ');
}
