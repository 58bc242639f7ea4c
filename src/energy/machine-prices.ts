import { splitAction } from '../base/action-name.ts';
import { byReads } from '../base/by-reads.ts';
import { type Fault, UserError } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import { hasSameParts } from '../config/same-parts.ts';
import type { PriceMap } from './charge.ts';
import { chooseRow } from './choose-row.ts';
import { type ActionPrice, derived } from './energy-report.ts';
import type { ModelPrice } from './models/component-model.ts';
import { operationOf } from './models/made-of.ts';
import { priceRow } from './price-row.ts';
import { roundPrice } from './round-price.ts';

/** What the table says an action costs on a machine, overrides apart, and what had to be assumed for it. */
export interface TablePrice {
  readonly price: ActionPrice;
  readonly warnings: readonly string[];
  readonly doubtful?: boolean;
}

/** What the table says of an action; nothing where it has no row. */
export interface FoundPrice {
  readonly name: string;
  readonly found?: TablePrice | undefined;
  /** Why it cannot say it. */
  readonly faults?: readonly Fault[];
}

/** Prices of an action on machines, remembered by what of them its model reads. */
type PriceOf = (hardware: Chip) => TablePrice | undefined;

/** Parts of a machine that hold what has nothing to do with each other. */
const APART = ['energy', 'memories'];

const ofActions = new WeakMap<EnergyTable, Map<string, PriceOf>>();

/** What the table says of actions, in their order, and by name what those cost that have a price. */
export interface TablePrices {
  readonly all: readonly FoundPrice[];
  readonly byName: PriceMap;
  /** Places in `all` of those of which there is more to say than a price. */
  readonly notable: readonly number[];
  /** Place in `all` by name. */
  readonly places: ReadonlyMap<string, number>;
}

/** What was priced last with a table: the next machine may have the very same parts. */
interface Last extends TablePrices {
  readonly hardware: Chip;
  readonly names: readonly string[];
}

const last = new WeakMap<EnergyTable, Last>();

/**
 * What the table says of actions on a machine, in their order, overrides apart. Prices are remembered for every table: of thousands of variants of a sweep a model is
 * evaluated for those that differ in what it reads, and nothing at all for those that differ in overrides.
 */
export function tablePrices(hardware: Chip, table: EnergyTable, names: readonly string[]): TablePrices {
  const before = last.get(table);
  if (before?.names === names && areAlike(before.hardware, hardware)) return before;
  const all = names.map((name) => found(hardware, table, name));
  const places = before?.names === names ? before.places : new Map(names.map((name, at) => [name, at]));
  const notable: number[] = [];
  for (let at = 0; at < all.length; at++) {
    const one = all[at].found;
    if (one === undefined || one.doubtful || one.warnings.length > 0) notable.push(at);
  }
  const byName = { get: (name: string) => all[places.get(name) ?? -1]?.found?.price.energyPj };
  const now = { hardware, names, all, byName, notable, places };
  last.set(table, now);
  return now;
}

function areAlike(a: Chip, b: Chip): boolean {
  return hasSameParts(a, b) && a.energy.arithmeticActivity === b.energy.arithmeticActivity;
}

function found(hardware: Chip, table: EnergyTable, name: string): FoundPrice {
  try {
    return { name, found: priceOf(table, name)(hardware) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, faults: error.faults };
  }
}

function priceOf(table: EnergyTable, name: string): PriceOf {
  const actions = ofActions.get(table) ?? new Map<string, PriceOf>();
  ofActions.set(table, actions);
  let found = actions.get(name);
  if (found === undefined)
    actions.set(name, (found = byReads((hardware: Chip) => tablePrice(hardware, table, name), APART)));
  return found;
}

function tablePrice(hardware: Chip, table: EnergyTable, name: string): TablePrice | undefined {
  const [component, action] = splitAction(name);
  const row = chooseRow(hardware, table, component, action);
  if (row === undefined) return undefined;
  const found = priceRow(hardware, table, row);
  const { energyPj, source, provenance, rule, warnings, doubtful } = atActivity(hardware, component, action, found);
  return {
    price: {
      component,
      action,
      energyPj: roundPrice(energyPj),
      source,
      provenance,
      ...(rule !== undefined && { rule }),
    },
    warnings,
    ...(doubtful && { doubtful }),
  };
}

/** Operations whose operands switch less than random ones cost as much less: all of them, or those on zeros. */
function atActivity(hardware: Chip, component: string, action: string, price: ModelPrice): ModelPrice {
  const operation = operationOf(hardware, component, action);
  if (operation === undefined) return price;
  const activity = operation.onZeros?.activity(hardware) ?? hardware.energy.arithmeticActivity;
  if (activity === undefined) return price;
  const { energyPj, source, provenance } = price;
  return {
    ...price,
    energyPj: energyPj * activity,
    source: `${source}; at ${activity} of its activity`,
    provenance: derived('scaled', provenance),
  };
}
