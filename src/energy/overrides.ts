import { splitAction } from '../base/action-name.ts';
import type { Fault } from '../base/user-error.ts';
import type { Chip, EnergyOverride } from '../config/chip.ts';
import type { EnergyRow, EnergyTable } from '../config/energy/energy-table.ts';
import { attributesHold, attributesOf, rowsOf } from './choose-row.ts';
import type { TablePrice } from './machine-prices.ts';
import { operationsOf } from './models/made-of.ts';
import { roundPrice } from './round-price.ts';
import { type KnownAction, unknownAction } from './unknown-action.ts';

/** Prices of the overrides that hold, by `component.action`; a later one wins: the command line's stand behind the config file's. */
export function overridePrices(hardware: Chip): ReadonlyMap<string, TablePrice> {
  const prices = new Map<string, TablePrice>();
  const { overrides } = hardware.energy;
  for (const override of overrides) {
    const { component, action, attributes, energyPj } = override;
    if (!holds(hardware, component, action, attributes)) continue;
    const { name: own, price } = named(override);
    prices.set(own, price);
    for (const [name, { onZeros }] of Object.entries(operationsOf(hardware, component))) {
      const isOwn = () => overrides.some((one) => one.component === component && one.action === name);
      if (onZeros?.of === action && !isOwn())
        prices.set(
          `${component}.${name}`,
          overridden({ component, action: name, energyPj: energyPj * onZeros.activity(hardware) }),
        );
    }
  }
  return prices;
}

/** An override with its `component.action`, made once: it may be that of many points of a sweep. */
interface NamedPrice {
  readonly name: string;
  readonly price: TablePrice;
}

const known = new WeakMap<EnergyOverride, NamedPrice>();

function named(override: EnergyOverride): NamedPrice {
  let found = known.get(override);
  if (found === undefined) {
    found = { name: `${override.component}.${override.action}`, price: overridden(override) };
    known.set(override, found);
  }
  return found;
}

function overridden({ component, action, energyPj }: Omit<EnergyOverride, 'attributes'>): TablePrice {
  return {
    price: { component, action, energyPj: roundPrice(energyPj), source: 'override', provenance: 'override' },
    warnings: [],
  };
}

function holds(hardware: Chip, component: string, action: string, attributes: EnergyRow['attributes']): boolean {
  return Object.keys(attributes).length === 0 || attributesHold(attributes, attributesOf(hardware, component, action));
}

/** Overrides of actions that do not exist; one that asks for what the machine has not is a warning. */
export function overrideFaults(
  hardware: Chip,
  table: EnergyTable,
  counted: readonly string[],
  warnings: Set<string>,
): Fault[] {
  const faults: Fault[] = [];
  const { overrides } = hardware.energy;
  for (let index = 0; index < overrides.length; index++) {
    const override = overrides[index];
    const { component, action, attributes } = override;
    const { name } = named(override);
    const unknown = unknownOverride(override, table, counted, name);
    if (unknown !== undefined)
      faults.push({ place: { path: `energy.override[${index}]` }, message: unknown, code: 'UNKNOWN_NAME' });
    else if (!holds(hardware, component, action, attributes))
      warnings.add(
        `energy.override.${name} is not used: it asks for ${JSON.stringify(attributes)}, the machine has ${JSON.stringify(attributesOf(hardware, component, action))}`,
      );
  }
  return faults;
}

/** What is wrong with an override of an action: neither has the table a row for it, nor does the machine count it. */
export function unknownOverride(
  { component, action }: KnownAction,
  table: EnergyTable,
  counted: readonly string[],
  name = `${component}.${action}`,
): string | undefined {
  if (rowsOf(table, name).length > 0 || counted.includes(name)) return undefined;
  return unknownAction(component, action, [...table.rows, ...counted.map(partsOfName)]);
}

function partsOfName(name: string): KnownAction {
  const [component, action] = splitAction(name);
  return { component, action };
}
