import { knownNames } from '../../base/nearest-name.ts';
import { UserError } from '../../base/user-error.ts';
import type { ActionArguments } from './accelergy-tree.ts';
import { coversName } from './component-name.ts';
import type { ReferenceAction, ReferenceTable } from './reference-table.ts';

/**
 * Energy of one action of one component (instance ranges understood). Without arguments the action must be the only one of its name.
 * @throws UserError naming the component or action that the table does not have, or the arguments that would tell its variants apart.
 */
export function referenceEnergy(
  table: ReferenceTable,
  component: string,
  action: string,
  given?: ActionArguments,
): number {
  const place = { file: table.file, path: `${component}.${action}` };
  const variants = variantsOf(table, component, action);
  const matching = given === undefined ? variants : variants.filter((one) => hasArguments(one, given));
  if (matching.length !== 1) {
    const known = variants.map((one) => JSON.stringify(one.arguments)).join(', ');
    const message = `expected arguments of one variant (${known}), found ${JSON.stringify(given ?? {})}`;
    throw UserError.at(place, message, 'ACCELERGY');
  }
  const { energy } = matching[0];
  if (energy !== null) return energy;
  const message = 'expected one energy, found the average, maximum and minimum of a summary; use the full ERT';
  throw UserError.at(place, message, 'ACCELERGY');
}

function variantsOf({ file, components }: ReferenceTable, component: string, action: string): ReferenceAction[] {
  const found = components.find(({ name }) => coversName(name, component));
  if (found === undefined) {
    const known = components.map(({ name }) => name);
    const message = `no component "${component}" (${knownNames(component, known)})`;
    throw UserError.at({ file, path: component }, message, 'UNKNOWN_NAME');
  }
  const variants = found.actions.filter(({ name }) => name === action);
  if (variants.length > 0) return variants;
  const known = [...new Set(found.actions.map(({ name }) => name))];
  const message = `no action "${action}" (${knownNames(action, known)})`;
  throw UserError.at({ file, path: found.name }, message, 'UNKNOWN_NAME');
}

function hasArguments(action: ReferenceAction, given: ActionArguments): boolean {
  return Object.entries(given).every(([name, value]) => action.arguments[name] === value);
}
