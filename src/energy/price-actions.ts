import { splitAction } from '../base/action-name.ts';
import { type Fault, formatFault, UserError } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import type { PriceMap } from './charge.ts';
import type { ActionPrice } from './energy-report.ts';
import { type FoundPrice, type TablePrice, tablePrices } from './machine-prices.ts';
import { overrideFaults, overridePrices } from './overrides.ts';

/** Prices of a machine, and what had to be assumed to give them. */
export interface PriceList {
  /** Made when they are asked for. */
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
  const { missing, faults, list } = priceNames(hardware, table, sortedNames(actionNames));
  throwAll([...faults, ...missing.map((name) => missingRow(table, name))]);
  return list;
}

/**
 * Prices of all actions that the layers count; an action counted zero times needs no row.
 * @throws UserError ENERGY_MISSING with component, action, count and layer of every counted action without a row.
 */
export function priceCounts(hardware: Chip, table: EnergyTable, layers: readonly CountedLayer[]): PriceList {
  const names = countedNames(layers);
  const { missing, faults, list } = priceNames(hardware, table, names);
  if (missing.length + faults.length === 0) return list;
  const counted = missing.flatMap((name) => {
    const layer = layers.find(({ actionCounts }) => (actionCounts[name] ?? 0) !== 0);
    return layer === undefined ? [] : [missingRow(table, name, layer)];
  });
  throwAll([...faults, ...counted]);
  return list;
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
interface Priced {
  readonly list: PriceList;
  readonly missing: readonly string[];
  readonly faults: readonly Fault[];
}

/** The same as the table alone gives them, with what has to be known where some are overridden. */
interface TableList extends Priced {
  readonly found: ReadonlyMap<string, FoundPrice>;
  /** Whether nothing had to be assumed. */
  readonly isSure: boolean;
}

const tableLists = new WeakMap<readonly FoundPrice[], TableList>();

function priceNames(hardware: Chip, table: EnergyTable, names: readonly string[]): Priced {
  const all = tablePrices(hardware, table, names);
  let ofTable = tableLists.get(all);
  if (ofTable === undefined) tableLists.set(all, (ofTable = tableList(all)));
  return hardware.energy.overrides.length === 0 ? ofTable : overridden(ofTable, hardware, table, names);
}

function tableList(all: readonly FoundPrice[]): TableList {
  const found = new Map(all.map((one) => [one.name, one]));
  const prices = all.flatMap((one) => one.found ?? []);
  const byName = new Map(all.flatMap((one) => (one.found ? [[one.name, one.found.price.energyPj] as const] : [])));
  const warnings = [...new Set(prices.flatMap((one) => one.warnings))];
  const doubtful = prices.some((one) => one.doubtful === true);
  return {
    list: { prices: prices.map(({ price }) => price), byName, warnings, doubtful },
    ...lacking(all),
    found,
    isSure: warnings.length === 0 && !doubtful && byName.size === found.size,
  };
}

function lacking(all: Iterable<FoundPrice>): Omit<Priced, 'list'> {
  const without = [...all].filter(({ found }) => found === undefined);
  return {
    faults: without.flatMap(({ faults = [] }) => faults),
    missing: without.flatMap(({ name, faults = [] }) => (faults.length === 0 ? [name] : [])),
  };
}

/** The prices of a table with those of the machine's own in their place: of thousands of points with other overrides nothing but these is looked at. */
function overridden(ofTable: TableList, hardware: Chip, table: EnergyTable, names: readonly string[]): Priced {
  const warnings = new Set<string>();
  const ofOverrides = overrideFaults(hardware, table, names, warnings);
  const own = overridePrices(hardware);
  const isOwn = ({ name }: FoundPrice) => own.has(name);
  const { found, isSure } = ofTable;
  for (const name of isSure ? [...own.keys()].toSorted() : names) {
    const one = found.get(name);
    const price = own.get(name);
    const told = price === undefined ? one?.found?.warnings : one && implausible(price, one.found);
    for (const warning of told ?? []) warnings.add(warning);
  }
  const left = isSure ? [] : [...found.values()].filter((one) => !isOwn(one));
  const { missing, faults } = isSure ? ofTable : lacking(left);
  const doubtful = left.some((one) => one.found?.doubtful === true);
  return {
    list: new OwnPrices(ofTable, own, warnings.size === 0 ? NONE : [...warnings], doubtful),
    missing,
    faults: ofOverrides.length === 0 ? faults : [...ofOverrides, ...faults],
  };
}

const NONE: readonly string[] = [];

/** A class: the getters of a literal would be those of this machine alone, and the engine would keep a shape for each. */
class OwnPrices implements PriceList {
  readonly byName: PriceMap;
  readonly warnings: readonly string[];
  readonly doubtful: boolean;
  readonly #found: TableList['found'];
  readonly #own: ReadonlyMap<string, TablePrice>;

  constructor(ofTable: TableList, own: ReadonlyMap<string, TablePrice>, warnings: readonly string[], doubtful: boolean) {
    this.byName = new OwnFirst(ofTable.list.byName, own);
    this.warnings = warnings;
    this.doubtful = doubtful;
    this.#found = ofTable.found;
    this.#own = own;
  }

  get prices(): readonly ActionPrice[] {
    return [...this.#found.values()].flatMap(({ name, found }) => (this.#own.get(name) ?? found)?.price ?? []);
  }
}

class OwnFirst implements PriceMap {
  readonly #others: PriceMap;
  readonly #own: ReadonlyMap<string, TablePrice>;

  constructor(others: PriceMap, own: ReadonlyMap<string, TablePrice>) {
    this.#others = others;
    this.#own = own;
  }

  get(name: string): number | undefined {
    return this.#own.get(name)?.price.energyPj ?? this.#others.get(name);
  }
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

function missingRow(table: EnergyTable, name: string, layer?: CountedLayer): Fault {
  const [component, action] = splitAction(name);
  const where = layer === undefined ? '' : `, counted ${layer.actionCounts[name]} times in layer "${layer.name}"`;
  const message = `no energy for action "${action}"${where}; add a row { component: ${component}, action: ${action}, energy: ... }`;
  return { place: { file: table.file, path: component }, message, code: 'ENERGY_MISSING' };
}
