import { type Place, UserError } from '../../base/user-error.ts';
import type { ActionArguments } from './accelergy-tree.ts';

/** A row's reference into an ERT: `system.glb.read`, or `design.pad.fill(address_delta=0, data_delta=1)` where arguments tell variants apart. */
export interface Reference {
  readonly component: string;
  readonly action: string;
  readonly arguments: ActionArguments | undefined;
}

/** @throws UserError at `place` for text that is no reference. */
export function parseReference(text: string, place: Place): Reference {
  const parts = /^(.+)\.([A-Za-z_]\w*)(?:\(([^()]*)\))?$/.exec(text.trim());
  if (parts === null) return refuse(text, place);
  const [, component, action, given] = parts;
  if (given === undefined) return { component, action, arguments: undefined };
  const pairs = given.split(',').map((pair): [string, number | string] => {
    const [name, value] = pair.split('=').map((part) => part.trim());
    if (name === '' || value === undefined || value === '') return refuse(text, place);
    return [name, Number.isNaN(Number(value)) ? value : Number(value)];
  });
  return { component, action, arguments: Object.fromEntries(pairs) };
}

function refuse(text: string, place: Place): never {
  throw UserError.at(
    place,
    `expected component.action of the ERT, such as "system.glb.read" or "system.pad.fill(address_delta=0)", found "${text}"`,
    'ACCELERGY',
  );
}
