import { knownNames } from '../base/nearest-name.ts';
import type { EnergyRow } from '../config/energy/energy-table.ts';

export type KnownAction = Pick<EnergyRow, 'component' | 'action'>;

/** What is wrong with an action that is none of the known ones: its component, or its own name. */
export function unknownAction(component: string, action: string, known: readonly KnownAction[]): string {
  const own = known.filter((one) => one.component === component);
  const sorted = (names: readonly string[]): string[] => [...new Set(names)].toSorted();
  return own.length === 0
    ? `no component "${component}" (${knownNames(component, sorted(known.map((one) => one.component)))})`
    : `no action "${action}" of ${component} (${knownNames(action, sorted(own.map((one) => one.action)))})`;
}
