import { lookUp } from '../../base/registry.ts';
import type { Chip } from '../../config/chip.ts';
import type { ArithmeticOperation, Component, MadeOf } from '../../machines/component.ts';
import { machineOf } from '../../machines/index.ts';
import { type NumberWidth, numberWidth, widerOf } from './number-width.ts';

type Kind = MadeOf<Chip>['kind'];
type MadeOfKind<K extends Kind> = Extract<MadeOf<Chip>, { readonly kind: K }>;

/** What each kind is called in errors. */
const KIND_NAMES: Readonly<Record<Kind, string>> = {
  sram: 'SRAM component',
  registers: 'register component',
  arithmetic: 'arithmetic component',
  nonZeroDetection: 'non-zero detection component',
  wire: 'wire component',
  dram: 'DRAM component',
  other: 'component',
};

/** The component of that name of the machine; undefined where it has none. */
export function componentOf(hardware: Chip, name: string): Component<Chip> | undefined {
  return machineOf(hardware).components.find((component) => component.name === name);
}

/** What an arithmetic component does, by action; nothing of a component of another kind. */
export function operationsOf(hardware: Chip, component: string): MadeOfKind<'arithmetic'>['operations'] {
  const made = componentOf(hardware, component)?.madeOf;
  return made?.kind === 'arithmetic' ? made.operations : {};
}

/** What an action of the machine does, where that is an addition or a multiplication. */
export function operationOf(hardware: Chip, component: string, action: string): ArithmeticOperation<Chip> | undefined {
  const operations = operationsOf(hardware, component);
  return Object.hasOwn(operations, action) ? operations[action] : undefined;
}

/** The machine's components of one kind, by name. */
export function componentsOfKind<K extends Kind>(hardware: Chip, kind: K): Readonly<Record<string, MadeOfKind<K>>> {
  const { components } = machineOf(hardware);
  const kinds = ofKinds.get(components) ?? new Map<Kind, Readonly<Record<string, MadeOf<Chip>>>>();
  ofKinds.set(components, kinds);
  let found = kinds.get(kind);
  if (found === undefined) {
    found = Object.fromEntries(
      components.flatMap(({ name, madeOf }) => (madeOf.kind === kind ? [[name, madeOf]] : [])),
    );
    kinds.set(kind, found);
  }
  return found as Readonly<Record<string, MadeOfKind<K>>>;
}

/** Found once for all machines of a kind. */
const ofKinds = new WeakMap<readonly Component<Chip>[], Map<Kind, Readonly<Record<string, MadeOf<Chip>>>>>();

/**
 * What a component of the machine is made of, where that is of the kind that the caller can price.
 * @throws UserError UNKNOWN_NAME where the machine has no such component of that kind
 */
export function madeOf<K extends Kind>(hardware: Chip, name: string, kind: K): MadeOfKind<K> {
  return lookUp(KIND_NAMES[kind], componentsOfKind(hardware, kind), name);
}

/** Format in which operands of these number formats are worked on: the float if one is, else the widest. */
export function operandFormat(formats: readonly string[]): NumberWidth {
  return formats.map(numberWidth).reduce(widerOf);
}
