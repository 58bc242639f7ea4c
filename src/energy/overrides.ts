import { knownNames } from '../base/nearest-name.ts';
import type { Fault } from '../base/user-error.ts';
import type { EnergyRow, EnergyTable } from '../config/energy-table.ts';
import type { EnergyOverride, Hardware } from '../config/hardware.ts';
import { splitAction } from './action-name.ts';
import { attributesHold, attributesOf, rowsOf } from './choose-row.ts';

type KnownAction = Pick<EnergyRow, 'component' | 'action'>;

/** The last override that holds: the command line's stand behind the config file's. */
export function overrideFor(hardware: Hardware, component: string, action: string): EnergyOverride | undefined {
  return hardware.energy.overrides.findLast(
    (one) =>
      one.component === component &&
      one.action === action &&
      attributesHold(one.attributes, attributesOf(hardware, component, action)),
  );
}

/** Overrides of actions that do not exist; one that asks for what the machine has not is a warning. */
export function overrideFaults(
  hardware: Hardware,
  table: EnergyTable,
  counted: readonly string[],
  warnings: Set<string>,
): Fault[] {
  const faults: Fault[] = [];
  for (const [index, { component, action, attributes }] of hardware.energy.overrides.entries()) {
    const name = `${component}.${action}`;
    if (!counted.includes(name) && rowsOf(table, name).length === 0)
      faults.push({
        place: { path: `energy.override[${index}]` },
        message: unknownAction(component, action, [...table.rows, ...counted.map(partsOfName)]),
        code: 'UNKNOWN_NAME',
      });
    else if (!attributesHold(attributes, attributesOf(hardware, component, action)))
      warnings.add(
        `energy.override.${name} is not used: it asks for ${JSON.stringify(attributes)}, the machine has ${JSON.stringify(attributesOf(hardware, component, action))}`,
      );
  }
  return faults;
}

function partsOfName(name: string): KnownAction {
  const [component, action] = splitAction(name);
  return { component, action };
}

function unknownAction(component: string, action: string, known: readonly KnownAction[]): string {
  const own = known.filter((one) => one.component === component);
  const sorted = (names: readonly string[]): string[] => [...new Set(names)].toSorted();
  return own.length === 0
    ? `no component "${component}" (${knownNames(component, sorted(known.map((one) => one.component)))})`
    : `no action "${action}" of ${component} (${knownNames(action, sorted(own.map((one) => one.action)))})`;
}
