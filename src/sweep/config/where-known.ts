import { knownNames } from '../../base/nearest-name.ts';
import type { Fault } from '../../base/user-error.ts';
import { type ConfigTree, placeOf } from '../../config/yaml/config-tree.ts';
import { knowsKey } from '../../machines/known/knows-key.ts';
import { isRecipeKey } from './axis-kinds.ts';
import type { SweepAxis } from './sweep.ts';
import type { SweepData } from './sweep-schema.ts';
import { MACHINE_AXIS, type SweptMachine } from './swept-machines.ts';

/** Faults of axes that some machines of the sweep do not have, unless the sweep says that they change the others alone, and of names that say so in vain. */
export function whereKnownFaults(
  { whereKnown, axes: given, set }: SweepData,
  axes: readonly SweepAxis[],
  machines: readonly SweptMachine[],
  tree: ConfigTree,
): Fault[] {
  const names = [...Object.keys(given), ...Object.keys(set)];
  const inVain = whereKnown.flatMap((name, index): Fault[] => {
    const place = placeOf(tree, ['whereKnown', index]);
    if (!names.includes(name))
      return [
        { place, message: `no axis and no key of set "${name}" (${knownNames(name, names)})`, code: 'UNKNOWN_NAME' },
      ];
    if (given[MACHINE_AXIS] !== undefined || isRecipeKey(name)) return [];
    return [
      { place, message: 'expected the axis machine: without it there is one machine to change', code: 'SWEEP_AXES' },
    ];
  });
  if (given[MACHINE_AXIS] === undefined) return inVain;
  const lacking = axes.flatMap(({ name, target, place = { path: name } }): Fault[] => {
    if (target !== 'hardware' || whereKnown.includes(name)) return [];
    const [with_, without] = [true, false].map((has) =>
      machines.flatMap((one) => (knowsKey(one, name) === has ? [String(one.value)] : [])),
    );
    if (without.length === 0) return [];
    const change = with_.length === 0 ? '' : `; whereKnown: [${name}] changes only ${with_.join(', ')}`;
    const message = `expected a key of every machine, found one that ${without.join(', ')} ${without.length === 1 ? 'does' : 'do'} not have${change}`;
    return [{ place, message, code: 'UNKNOWN_KEY' }];
  });
  return [...inVain, ...lacking];
}
