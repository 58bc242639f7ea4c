import { knownNames } from '../base/nearest-name.ts';
import { type Fault, UserError } from '../base/user-error.ts';
import type { EnergyTable } from '../config/energy-table.ts';
import type { EnergyOverride, Hardware } from '../config/hardware.ts';
import { splitAction } from './action-name.ts';
import { attributesHold, attributesOf, chooseRow, rowsOf } from './choose-row.ts';
import type { ActionPrice } from './energy-report.ts';
import { priceRow } from './price-row.ts';
import { roundPrice } from './round-price.ts';

/** Prices of a machine, and what had to be assumed to give them. */
export interface PriceList {
  readonly prices: readonly ActionPrice[];
  readonly warnings: readonly string[];
}

/** Counts of one layer, with the name that an error shows. */
export interface CountedLayer {
  readonly name: string;
  readonly actionCounts: Readonly<Record<string, number>>;
}

/**
 * Prices of the named actions (`component.action`), sorted by name, in the order of precedence command line, config file, table.
 * @throws UserError ENERGY_MISSING naming every action without a row; UNKNOWN_NAME for an override of an action that does not exist.
 */
export function priceActions(hardware: Hardware, table: EnergyTable, actionNames: readonly string[]): PriceList {
  const { missing, ...list } = priceNames(hardware, table, actionNames);
  if (missing.length > 0) throw new UserError(missing.map((name) => missingRow(table, name)));
  return list;
}

/**
 * Prices of all actions that the layers count; an action counted zero times needs no row.
 * @throws UserError ENERGY_MISSING with component, action, count and layer of every counted action without a row.
 */
export function priceCounts(hardware: Hardware, table: EnergyTable, layers: readonly CountedLayer[]): PriceList {
  const names = layers.flatMap((layer) => Object.keys(layer.actionCounts));
  const { missing, ...list } = priceNames(hardware, table, names);
  const faults = missing.flatMap((name) => {
    const layer = layers.find(({ actionCounts }) => (actionCounts[name] ?? 0) !== 0);
    return layer === undefined ? [] : [missingRow(table, name, layer)];
  });
  if (faults.length > 0) throw new UserError(faults);
  return list;
}

/** Prices of those actions that have one, and the names of those that have none. */
function priceNames(hardware: Hardware, table: EnergyTable, actionNames: readonly string[]) {
  const names = [...new Set(actionNames)].toSorted();
  const prices: ActionPrice[] = [];
  const missing: string[] = [];
  const warnings = new Set<string>();
  checkOverrides(hardware, table, names, warnings);
  for (const name of names) {
    const [component, action] = splitAction(name);
    const price = priceAction(hardware, table, component, action, warnings);
    if (price === undefined) missing.push(name);
    else prices.push(price);
  }
  return { prices, missing, warnings: [...warnings] };
}

function priceAction(
  hardware: Hardware,
  table: EnergyTable,
  component: string,
  action: string,
  warnings: Set<string>,
): ActionPrice | undefined {
  const override = overrideFor(hardware, component, action);
  if (override !== undefined) {
    const energyPj = roundPrice(override.energyPj);
    return { component, action, energyPj, source: 'override', provenance: 'override' };
  }
  const row = chooseRow(hardware, table, component, action);
  if (row === undefined) return undefined;
  const { energyPj, source, provenance, warnings: found } = priceRow(hardware, table, row);
  for (const warning of found) warnings.add(warning);
  return { component, action, energyPj: roundPrice(energyPj), source, provenance };
}

/** The last override that holds: the command line's stand behind the config file's. */
function overrideFor(hardware: Hardware, component: string, action: string): EnergyOverride | undefined {
  return hardware.energy.overrides.findLast(
    (one) =>
      one.component === component &&
      one.action === action &&
      attributesHold(one.attributes, attributesOf(hardware, component, action)),
  );
}

function checkOverrides(
  hardware: Hardware,
  table: EnergyTable,
  counted: readonly string[],
  warnings: Set<string>,
): void {
  const faults: Fault[] = [];
  for (const { component, action, attributes } of hardware.energy.overrides) {
    const name = `${component}.${action}`;
    if (!counted.includes(name) && rowsOf(table, name).length === 0)
      faults.push({
        place: { path: `energy.override.${name}` },
        message: `no action "${name}" (${knownNames(name, knownActions(table, counted))})`,
        code: 'UNKNOWN_NAME',
      });
    else if (!attributesHold(attributes, attributesOf(hardware, component, action)))
      warnings.add(
        `energy.override.${name} is not used: it asks for ${JSON.stringify(attributes)}, the machine has ${JSON.stringify(attributesOf(hardware, component, action))}`,
      );
  }
  if (faults.length > 0) throw new UserError(faults);
}

function knownActions(table: EnergyTable, counted: readonly string[]): string[] {
  return [...new Set([...table.rows.map((row) => `${row.component}.${row.action}`), ...counted])].toSorted();
}

function missingRow(table: EnergyTable, name: string, layer?: CountedLayer): Fault {
  const [component, action] = splitAction(name);
  const where = layer === undefined ? '' : `, counted ${layer.actionCounts[name]} times in layer "${layer.name}"`;
  const message = `no energy for action "${action}"${where}; add a row { component: ${component}, action: ${action}, energy: ... }`;
  return { place: { file: table.file, path: component }, message, code: 'ENERGY_MISSING' };
}
