import type { Fault } from '../base/user-error.ts';
import type { EnergyTable } from '../config/energy/energy-table.ts';
import { LEAKAGE } from '../machines/component.ts';
import { type KnownComponent, knownComponents } from '../machines/known/known-components.ts';
import { unknownAction } from './unknown-action.ts';

/** A row that prices nothing, by its place in the table. */
export interface UnknownRow {
  readonly index: number;
  readonly fault: Fault;
}

const remembered = new WeakMap<EnergyTable, { readonly of: object; readonly rows: readonly UnknownRow[] }>();

/** Rows for actions that no machine has. A misspelt name would leave the action to another row, or to the table of the rest, without a word. */
export function unknownRows(table: EnergyTable): readonly UnknownRow[] {
  const of = knownComponents();
  const before = remembered.get(table);
  if (before?.of === of) return before.rows;
  const known = [...of.values()].flatMap(actionsOf);
  const names = new Set(known.map(({ component, action }) => `${component}.${action}`));
  const rows = table.rows.flatMap(({ component, action }, index): UnknownRow[] => {
    if (names.has(`${component}.${action}`)) return [];
    const place = { file: table.file, path: `${component}.${action}` };
    return [{ index, fault: { place, message: unknownAction(component, action, known), code: 'UNKNOWN_NAME' } }];
  });
  remembered.set(table, { of, rows });
  return rows;
}

/** What may be priced of a component; that one does not leak may be said with a price of 0. */
function actionsOf({ name, actions }: KnownComponent) {
  return [...actions, LEAKAGE].map((action) => ({ component: name, action }));
}
