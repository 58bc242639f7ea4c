import { splitAction } from '../base/action-name.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import { chooseRow } from './choose-row.ts';
import { type ActionPrice, derived } from './energy-report.ts';
import type { ModelPrice } from './models/component-model.ts';
import { componentOf } from './models/made-of.ts';
import { priceRow } from './price-row.ts';
import { roundPrice } from './round-price.ts';

/** What the table says an action costs on a machine, overrides apart, and what had to be assumed for it. */
export interface TablePrice {
  readonly price: ActionPrice;
  readonly warnings: readonly string[];
  readonly doubtful?: boolean;
}

/** Prices of one machine by `component.action`, as far as they were asked for; undefined: the table has no row. */
interface Remembered {
  readonly machine: string;
  readonly prices: Map<string, TablePrice | undefined>;
}

const remembered = new WeakMap<EnergyTable, Remembered>();

/**
 * The table's prices on a machine. Those of the last machine are remembered for every table: variants that differ in overrides alone, of which a sweep
 * has thousands one behind the other, evaluate no model again.
 */
export function machinePrices(hardware: Chip, table: EnergyTable): (name: string) => TablePrice | undefined {
  const machine = pricedParts(hardware);
  let last = remembered.get(table);
  if (last?.machine !== machine) {
    last = { machine, prices: new Map() };
    remembered.set(table, last);
  }
  const { prices } = last;
  return (name) => {
    if (!prices.has(name)) prices.set(name, tablePrice(hardware, table, name));
    return prices.get(name);
  };
}

/** Everything of a machine that a row or a model can see, as text. */
function pricedParts({ name: _name, file: _file, energy, ...parts }: Chip): string {
  return JSON.stringify([parts, energy.arithmeticActivity]);
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

/** Operations whose operands switch less than random ones cost as much less. */
function atActivity(hardware: Chip, component: string, action: string, price: ModelPrice): ModelPrice {
  const activity = hardware.energy.arithmeticActivity;
  const made = componentOf(hardware, component)?.madeOf;
  if (activity === undefined || made?.kind !== 'arithmetic' || !Object.hasOwn(made.operations, action)) return price;
  const { energyPj, source, provenance } = price;
  return {
    ...price,
    energyPj: energyPj * activity,
    source: `${source}; at ${activity} of its activity`,
    provenance: derived('scaled', provenance),
  };
}
