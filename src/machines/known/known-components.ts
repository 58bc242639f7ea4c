import { splitAction } from '../../base/action-name.ts';
import type { Chip } from '../../config/chip.ts';
import { type Category, type Component, LEAKAGE } from '../component.ts';
import { allMachines } from '../index.ts';
import type { Machine } from '../machine.ts';

/** A component as a record names it, whatever machine has it. */
export type KnownComponent = Omit<Component<never>, 'exists'>;

/** Components of all machines by name; one of that name means the same in each. */
export function knownComponents(): ReadonlyMap<string, KnownComponent> {
  const machines = allMachines();
  if (machines.length === known?.machines) return known.byName;
  const components = machines.flatMap(({ components }): readonly KnownComponent[] => components).toReversed();
  const byName = new Map(components.map((component) => [component.name, component]));
  known = { machines: machines.length, byName };
  return byName;
}

/** Made anew when a machine has come. */
let known: { readonly machines: number; readonly byName: ReadonlyMap<string, KnownComponent> } | undefined;

/** Gives the category of `component.action`. */
export type CategoryOf = (name: string) => Category;

/** Category of an action of any machine: leakage by its action, everything else by its component. */
export const categoryOf: CategoryOf = (name) => categories(knownComponents())(name);

/** Category of an action of one machine. */
export function categoriesOf({ components }: Pick<Machine<Chip>, 'components'>): CategoryOf {
  let found = ofMachine.get(components);
  if (found === undefined) {
    found = categories(new Map(components.map((component) => [component.name, component])));
    ofMachine.set(components, found);
  }
  return found;
}

const ofMachine = new WeakMap<object, CategoryOf>();

function categories(components: ReadonlyMap<string, Pick<KnownComponent, 'category'>>): CategoryOf {
  return (name) => {
    const [component, action] = splitAction(name);
    if (action === LEAKAGE) return 'leakage';
    const known = components.get(component);
    if (known === undefined) throw new Error(`component "${component}" has no category`);
    return known.category;
  };
}
