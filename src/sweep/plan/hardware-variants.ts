import { type FieldPath, formatPath, parsePath } from '../../base/field-path.ts';
import { keptUpTo } from '../../base/memo.ts';
import type { Quantity } from '../../base/quantity.ts';
import { type Fault, UserError } from '../../base/user-error.ts';
import { type Chip, type EnergyOverride, toOverride } from '../../config/chip.ts';
import { priceKey } from '../../config/energy/price-key.ts';
import { applySets } from '../../config/yaml/apply-sets.ts';
import { isExpression } from '../../config/yaml/named-quantities.ts';
import { numericLeaves } from '../../config/yaml/numeric-leaves.ts';
import { readConfig } from '../../config/yaml/read-config.ts';
import { withDefaults } from '../../config/yaml/schema-walk.ts';
import { faultsOf, type HardwareSource, hardwareOf, hardwareRecord, machineIn } from '../../machines/load-hardware.ts';
import { axisKinds } from '../config/axis-kinds.ts';
import { axisValues } from '../config/axis-values.ts';
import { NO_EXPRESSIONS } from '../config/read-axes.ts';
import type { AxisValue } from '../config/sweep.ts';

/** A checked config of any machine. */
type Config = Readonly<Record<string, unknown>>;

/** A key of the hardware config with the value that it gets. */
export interface HardwareChange {
  readonly key: string;
  readonly value: AxisValue;
}

/** Machines of the base with some keys changed. */
export interface HardwareVariants {
  /** @throws UserError with all faults */
  readonly make: (changes: readonly HardwareChange[]) => Promise<Chip>;
  /** Whether nothing but prices depends on prices, so that `withPrices` gives the machine that has them too; `refuses` tells whether one of them is none. */
  readonly prices: { readonly areApart: boolean; readonly refuses: (change: HardwareChange) => boolean };
}

/**
 * Thousands of machines of one config. Where every number of the config is a literal, a change touches nothing but its own key: the checked values are
 * patched (20 us instead of 600 for reading the config anew, the same record). Expressions may follow any key, so such a config is read anew.
 */
export async function hardwareVariants(
  source: HardwareSource,
  set: readonly string[],
  keys: readonly string[],
): Promise<HardwareVariants> {
  const tree = applySets(source.tree, set);
  const machine = await machineIn(tree);
  const leaves = numericLeaves(machine.schema, withDefaults(machine.schema, tree.root));
  const base = await hardwareOf(source, { set });
  if ([...leaves.values()].some(isExpression) || keys.includes('energy.table'))
    return {
      make: (changes) => hardwareOf(source, { set: [...set, ...changes.map(asSet)] }),
      prices: { areApart: false, refuses: () => false },
    };
  const config = await readConfig(machine.schema, tree);
  const check = faultsOf(machine);
  const kinds = await axisKinds([machine.schema], false);
  const refused = new Map<AxisValue, readonly Fault[]>();
  const machines = new Map<string, Chip>();
  return {
    async make(changes) {
      const faults = changes.flatMap(refusals);
      if (faults.length > 0) throw new UserError(faults);
      const [prices, parts] = [changes.filter(isPrice), changes.filter((one) => !isPrice(one))];
      return withPrices(made(parts), prices);
    },
    prices: { areApart: true, refuses: (one) => refusals(one).length > 0 },
  };

  /** What this machine has against a value; others may take it. */
  function refusals({ key, value }: HardwareChange): readonly Fault[] {
    let found = refused.get(value);
    if (found === undefined) {
      const place = () => value.fault?.place ?? { path: key };
      const reader = { place, evaluate: NO_EXPRESSIONS, most: 1 };
      found = value.fault
        ? [value.fault]
        : axisValues([value.text], kinds.kind(key, {}), reader).values.flatMap(({ fault }) => fault ?? []);
      refused.set(value, found);
    }
    return found;
  }

  function makeNew(changes: readonly HardwareChange[]): Chip {
    const changed = changes.reduce(change, config);
    const contradictions = check(changed, tree);
    if (contradictions.length > 0) throw new UserError(contradictions);
    return hardwareRecord(machine, changed, source.file, base.energy.tableFile);
  }

  /** What changes no price, remembered: such machines are asked for again with other prices. */
  function made(changes: readonly HardwareChange[]): Chip {
    const key = JSON.stringify(changes.map(({ key: name, value }) => [name, value.value]));
    return keptUpTo(MOST_REMEMBERED, machines, key, () => makeNew(changes));
  }
}

/** Machines, and changes of a part, that are remembered at a time. */
const MOST_REMEMBERED = 4096;

/** The override of a value of an axis, made once: it belongs to many points. */
const overrides = new WeakMap<AxisValue, EnergyOverride>();

function overrideOf({ key, value }: HardwareChange): EnergyOverride {
  let found = overrides.get(value);
  if (found === undefined) {
    found = toOverride({ ...priceKey(key)!, energy: value.value as number });
    overrides.set(value, found);
  }
  return found;
}

/** Whether a key is the price of an action. */
export function isPrice({ key }: { readonly key: string }): boolean {
  return priceKey(key) !== undefined;
}

/** A machine with other prices; nothing else of it depends on them. */
export function withPrices(hardware: Chip, changes: readonly HardwareChange[]): Chip {
  if (changes.length === 0) return hardware;
  const { energy } = hardware;
  return { ...hardware, energy: { ...energy, overrides: [...energy.overrides, ...changes.map(overrideOf)] } };
}

/** Every number of the base machine by its key, as a quantity: what constraints may name beside the axes. */
export async function hardwareQuantities(
  source: HardwareSource,
  set: readonly string[],
): Promise<ReadonlyMap<string, Quantity>> {
  const tree = applySets(source.tree, set);
  const { schema } = await machineIn(tree);
  const config = await readConfig(schema, tree);
  const leaves = [...numericLeaves(schema, config).values()];
  return new Map(
    leaves.flatMap(({ path, raw, spec }) =>
      typeof raw === 'number' ? [[formatPath(path), { amount: raw, unit: spec.unit }] as const] : [],
    ),
  );
}

function asSet({ key, value }: HardwareChange): string {
  return `${key}=${value.text}`;
}

function change(config: Config, { key, value }: HardwareChange): Config {
  return withChange(config, pathOf(key), 0, plain(value.value));
}

/** Paths of keys, which are those of a few axes. */
const paths = new Map<string, FieldPath>();

function pathOf(key: string): FieldPath {
  let found = paths.get(key);
  if (found === undefined) paths.set(key, (found = parsePath(key)));
  return found;
}

function withChange(mapping: Config, path: FieldPath, depth: number, value: unknown): Config {
  return { ...mapping, [path[depth]]: replaced(mapping[path[depth]], path, depth + 1, value) };
}

/** The same change of the same part is the same part: what is remembered of parts is found at once. */
function replaced(old: unknown, path: FieldPath, depth: number, value: unknown): unknown {
  if (depth === path.length) return value;
  const mapping = old as Config;
  const known = parts.get(mapping) ?? new Map<string, Config>();
  parts.set(mapping, known);
  const key = JSON.stringify([path, depth, value]);
  return keptUpTo(MOST_REMEMBERED, known, key, () => withChange(mapping, path, depth, value));
}

const parts = new WeakMap<Config, Map<string, Config>>();

function plain(value: number | string): number | string | boolean {
  return value === 'true' || value === 'false' ? value === 'true' : value;
}
