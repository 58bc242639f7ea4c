import { splitAction } from '../base/action-name.ts';
import { type Category, type Component, LEAKAGE } from './component.ts';
import { MACHINES } from './index.ts';

/** A component as a record names it, whatever machine has it. */
export type KnownComponent = Omit<Component<never>, 'madeOf' | 'exists'>;

/** Components of all machines by name; one of that name means the same in each. */
export const KNOWN_COMPONENTS: ReadonlyMap<string, KnownComponent> = new Map(
  Object.values(MACHINES)
    .flatMap(({ components }) => components)
    .toReversed()
    .map((component) => [component.name, component]),
);

/** Gives the category of `component.action`. */
export type CategoryOf = (name: string) => Category;

/** Category of `component.action`: leakage by its action, everything else by its component. */
export const categoryOf: CategoryOf = (name) => {
  const [component, action] = splitAction(name);
  if (action === LEAKAGE) return 'leakage';
  const known = KNOWN_COMPONENTS.get(component);
  if (known === undefined) throw new Error(`component "${component}" has no category`);
  return known.category;
};
