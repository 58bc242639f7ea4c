import { UserError } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import type { EnergyRow, EnergyTable } from '../config/energy/energy-table.ts';
import { machineOf } from '../machines/index.ts';
import { componentOf, operandFormat, operationOf } from './models/made-of.ts';
import { numberWidth } from './models/number-width.ts';

export type Attributes = Readonly<Record<string, string | number>>;

/** What rows may ask of a component of this machine: the format of an operation, the shape of a memory or a register file. */
export function attributesOf(hardware: Chip, component: string, action: string): Attributes {
  const made = componentOf(hardware, component)?.madeOf;
  if (made?.kind === 'sram') {
    const { capacityBytes, widthBits, banks, device } = made.memory(hardware);
    return { capacityBytes, widthBits, banks, device };
  }
  if (made?.kind === 'registers') {
    const { entries, widthBits } = made.registers(hardware);
    return { entries, widthBits };
  }
  if (made?.kind === 'dram') return { part: hardware.dram.part };
  if (made?.kind === 'arithmetic' && Object.hasOwn(made.operations, action))
    return { format: operandFormat(made.operations[action].formats(hardware)).name };
  return {};
}

/** Whether every attribute that a row or an override asks for is what the machine has; formats are the same if they are charged the same. */
export function attributesHold(asked: Attributes, machine: Attributes): boolean {
  return Object.entries(asked).every(
    ([key, value]) => machine[key] === (key === 'format' ? numberWidth(String(value)).name : value),
  );
}

/**
 * The row that prices an action on this machine: of the rows whose attributes hold, the one that asks for most. undefined: no row.
 * @throws UserError ENERGY_AMBIGUOUS where two rows ask for equally much.
 */
export function chooseRow(
  hardware: Chip,
  table: EnergyTable,
  component: string,
  action: string,
): EnergyRow | undefined {
  const all = rowsFor(hardware, table, component, action);
  if (all.length === 1 && attributeCount(all[0]) === 0) return all[0];
  const machine = attributesOf(hardware, component, action);
  const rows = all.filter((row) => attributesHold(row.attributes, machine));
  const most = Math.max(...rows.map(attributeCount));
  const best = rows.filter((row) => attributeCount(row) === most);
  if (best.length > 1)
    throw UserError.at(
      { file: table.file, path: `${component}.${action}` },
      `expected one row for this machine, found ${best.length} that ask for equally much (${best.map(({ attributes }) => describeAttributes(attributes)).join(' and ')})`,
      'ENERGY_AMBIGUOUS',
    );
  return best[0];
}

/** The action that one on operands of zero is on random ones, whose rows price both. */
function onRandom(hardware: Chip, component: string, action: string): string {
  return operationOf(hardware, component, action)?.onZeros?.of ?? action;
}

/** Rows of the table, or where it has none those that the machine brings. */
function rowsFor(hardware: Chip, table: EnergyTable, component: string, action: string): readonly EnergyRow[] {
  const rows = rowsOf(table, `${component}.${onRandom(hardware, component, action)}`);
  if (rows.length > 0) return rows;
  const { prices = [] } = machineOf(hardware);
  return prices.filter((row) => row.component === component && row.action === action);
}

/** Rows of every table by `component.action`: a sweep over prices asks the same table thousands of times. */
const indexed = new WeakMap<EnergyTable, Map<string, EnergyRow[]>>();

/** Rows that price an action, whatever they ask of the machine. */
export function rowsOf(table: EnergyTable, name: string): readonly EnergyRow[] {
  let index = indexed.get(table);
  if (index === undefined) {
    index = new Map();
    for (const row of table.rows) {
      const key = `${row.component}.${row.action}`;
      index.set(key, [...(index.get(key) ?? []), row]);
    }
    indexed.set(table, index);
  }
  return index.get(name) ?? [];
}

function attributeCount(row: EnergyRow): number {
  return Object.keys(row.attributes).length;
}

/** What a row asks for, or a machine has, in words. */
export function describeAttributes(asked: Attributes): string {
  const attributes = Object.entries(asked).map(([key, value]) => `${key} ${value}`);
  return attributes.length === 0 ? 'no attributes' : attributes.join(', ');
}
