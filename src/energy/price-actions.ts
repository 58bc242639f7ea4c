import { splitAction } from '../base/action-name.ts';
import { type Fault, formatFault, UserError } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import type { PriceMap } from './charge.ts';
import { attributesOf, describeAttributes, rowsOf } from './choose-row.ts';
import type { ActionPrice } from './energy-report.ts';
import { type TablePrice, type TablePrices, tablePrices } from './machine-prices.ts';
import { overrideFaults, overridePrices } from './overrides.ts';
import { unknownRows } from './unknown-rows.ts';

/** Prices of a machine, and what had to be assumed to give them. */
export interface PriceList {
  readonly prices: readonly ActionPrice[];
  /** The same by `component.action`. */
  readonly byName: PriceMap;
  readonly warnings: readonly string[];
  /** Whether a price rests on figures that should not be compared with others. */
  readonly doubtful: boolean;
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
export function priceActions(hardware: Chip, table: EnergyTable, actionNames: readonly string[]): PriceList {
  const priced = priceNames(hardware, table, sortedNames(actionNames));
  throwAll([...priced.faults, ...priced.missing.map((name) => missingRow(hardware, table, name))]);
  return listOf(priced);
}

/**
 * Prices of all actions that the layers count; an action counted zero times needs no row.
 * @throws UserError ENERGY_MISSING with component, action, count and layer of every counted action without a row.
 */
export function priceCounts(hardware: Chip, table: EnergyTable, layers: readonly CountedLayer[]): PriceList {
  return listOf(pricesOfCounts(hardware, table, layers));
}

/**
 * The same without the list: all that charging takes, for thousands of machines.
 * @throws UserError as priceCounts
 */
export function pricesOfCounts(hardware: Chip, table: EnergyTable, layers: readonly CountedLayer[]): Priced {
  const found = priceNames(hardware, table, countedNames(layers));
  const { missing, faults } = found;
  if (missing.length + faults.length === 0) return found;
  const counted = missing.flatMap((name) => {
    const layer = layers.find(({ actionCounts }) => (actionCounts[name] ?? 0) !== 0);
    return layer === undefined ? [] : [missingRow(hardware, table, name, layer)];
  });
  throwAll([...faults, ...counted]);
  return found;
}

const namesCounted = new WeakMap<readonly CountedLayer[], readonly string[]>();

/** Names of all actions, sorted; remembered, for thousands of machines are priced for the same layers. */
function countedNames(layers: readonly CountedLayer[]): readonly string[] {
  let found = namesCounted.get(layers);
  if (found === undefined) {
    found = sortedNames(layers.flatMap((layer) => Object.keys(layer.actionCounts)));
    namesCounted.set(layers, found);
  }
  return found;
}

function sortedNames(given: readonly string[]): readonly string[] {
  return [...new Set(given)].toSorted();
}

/** The same fault, of several actions of one memory, is told once. */
function throwAll(faults: readonly Fault[]): void {
  const unique = new Map(faults.map((fault) => [formatFault(fault), fault]));
  if (unique.size > 0) throw new UserError([...unique.values()]);
}

/** Prices of those actions that have one, the names of those that have none, and what is wrong with the others. */
interface Priced extends Omit<PriceList, 'prices'> {
  readonly missing: readonly string[];
  readonly faults: readonly Fault[];
  readonly ofTable: TablePrices;
  readonly overrides: ReadonlyMap<string, TablePrice>;
}

function listOf({ ofTable, overrides, byName, warnings, doubtful }: Priced): PriceList {
  const prices = ofTable.all.flatMap(({ name, found }) => (overrides.get(name) ?? found)?.price ?? []);
  return { prices, byName, warnings, doubtful };
}

function priceNames(hardware: Chip, table: EnergyTable, names: readonly string[]): Priced {
  const missing: string[] = [];
  const warnings = new Set<string>();
  let doubtful = false;
  const faults = [...unknownRows(table).map(({ fault }) => fault), ...overrideFaults(hardware, table, names, warnings)];
  const overrides = overridePrices(hardware);
  const ofTable = tablePrices(hardware, table, names);
  for (const at of toLookAt(ofTable, overrides)) {
    const { name, found: before, faults: ofName = [] } = ofTable.all[at];
    const own = overrides.get(name);
    const found = own ?? before;
    if (own !== undefined) for (const warning of implausible(own, before)) warnings.add(warning);
    if (found !== undefined) {
      doubtful ||= found.doubtful === true;
      for (const warning of found.warnings) warnings.add(warning);
    } else if (ofName.length > 0) faults.push(...ofName);
    else missing.push(name);
  }
  const byName = overrides.size === 0 ? ofTable.byName : pricesOver(ofTable.byName, overrides);
  return { missing, faults, ofTable, overrides, byName, warnings: [...warnings], doubtful };
}

/** Places of the actions of which there may be something to say: of thousands of machines that differ in overrides, these and no others. */
function toLookAt({ notable, places }: TablePrices, overrides: ReadonlyMap<string, TablePrice>): Iterable<number> {
  if (overrides.size === 0) return notable;
  const own = [...overrides.keys()].flatMap((name) => places.get(name) ?? []);
  return new Set([...notable, ...own].toSorted((a, b) => a - b));
}

/** Prices that many machines have in common, with others of one of them over some. */
export interface PricesOver extends PriceMap {
  readonly under: PriceMap;
  readonly over: ReadonlyMap<string, TablePrice>;
}

function pricesOver(under: PriceMap, over: PricesOver['over']): PricesOver {
  return { under, over, get: (name) => over.get(name)?.price.energyPj ?? under.get(name) };
}

/** An override that is this many times the table's price, or that part of it, is more likely a wrong unit than meant so. */
const IMPLAUSIBLE = 50;

/** A warning where an override is far from what it replaces; 0 is meant so. */
function implausible({ price }: TablePrice, ofTable: TablePrice | undefined): string[] {
  const before = ofTable?.price.energyPj;
  if (before === undefined || before === 0 || price.energyPj === 0) return [];
  const times = price.energyPj / before;
  if (times < IMPLAUSIBLE && times > 1 / IMPLAUSIBLE) return [];
  const words = times > 1 ? `${Number(times.toPrecision(2))} times` : `1/${Number((1 / times).toPrecision(2))} of`;
  return [
    `energy.override.${price.component}.${price.action}: ${price.energyPj} pJ are ${words} the ${before} pJ of the energy table; is the unit meant?`,
  ];
}

function missingRow(hardware: Chip, table: EnergyTable, name: string, layer?: CountedLayer): Fault {
  const [component, action] = splitAction(name);
  const where = layer === undefined ? '' : `, counted ${layer.actionCounts[name]} times in layer "${layer.name}"`;
  const message = `no energy for action "${action}"${where}${forOthers(hardware, table, name)}; add a row { component: ${component}, action: ${action}, energy: ... }`;
  return { place: { file: table.file, path: component }, message, code: 'ENERGY_MISSING' };
}

/** The rows that there are, where each asks for another machine. */
function forOthers(hardware: Chip, table: EnergyTable, name: string): string {
  const rows = rowsOf(table, name);
  if (rows.length === 0) return '';
  const machine = describeAttributes(attributesOf(hardware, ...splitAction(name)));
  return `: expected a row for ${machine}, found ${rows.map(({ attributes }) => describeAttributes(attributes)).join(' and ')}`;
}
