import { splitAction } from '../base/action-name.ts';
import { byReads } from '../base/by-reads.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import { hasSameParts } from '../config/same-parts.ts';
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

/** Prices of one machine by `component.action`, as far as they were asked for; undefined: the table has no row. */
type Prices = Map<string, TablePrice | undefined>;

/** Prices of an action on machines, remembered by what of them its model reads. */
type PriceOf = (hardware: Chip) => TablePrice | undefined;

const ofActions = new WeakMap<EnergyTable, Map<string, PriceOf>>();

/** The machine that was priced last with a table, and its prices: the next one may have the very same parts. */
const last = new WeakMap<EnergyTable, { readonly hardware: Chip; readonly prices: Prices }>();

/**
 * The table's prices on a machine. They are remembered for every table: of thousands of variants of a sweep a model is evaluated for those that differ in what it
 * reads.
 */
export function machinePrices(hardware: Chip, table: EnergyTable): (name: string) => TablePrice | undefined {
  const prices = pricesOf(hardware, table);
  return (name) => {
    if (!prices.has(name)) prices.set(name, priceOf(table, name)(hardware));
    return prices.get(name);
  };
}

function pricesOf(hardware: Chip, table: EnergyTable): Prices {
  const before = last.get(table);
  if (
    before !== undefined &&
    hasSameParts(before.hardware, hardware) &&
    before.hardware.energy.arithmeticActivity === hardware.energy.arithmeticActivity
  )
    return before.prices;
  const prices: Prices = new Map();
  last.set(table, { hardware, prices });
  return prices;
}

function priceOf(table: EnergyTable, name: string): PriceOf {
  const actions = ofActions.get(table) ?? new Map<string, PriceOf>();
  ofActions.set(table, actions);
  let found = actions.get(name);
  if (found === undefined)
    actions.set(name, (found = byReads((hardware: Chip) => tablePrice(hardware, table, name), ['energy'])));
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
