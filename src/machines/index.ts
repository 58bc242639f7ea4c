import { lookUp } from '../base/registry.ts';
import type { Place } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import { DEFAULT_MACHINE } from '../config/default-machine.ts';
import { withBuffer } from './buffer.ts';
import { arrived, MACHINES, NAMES } from './list.ts';
import type { Machine } from './machine.ts';

export { MACHINES };

type HardwareOf<M> = M extends Machine<infer H> ? H : never;

/** A fully defaulted machine of any kind. */
export type Hardware = HardwareOf<(typeof MACHINES)[keyof typeof MACHINES]>;

/** Names of all numbers that machines count. */
export type CounterName = (typeof MACHINES)[keyof typeof MACHINES]['counters'][number]['name'];

/** Those of the EIE. */
export type EieCounterName = (typeof MACHINES)['eie']['counters'][number]['name'];

/** All machines, each with what every machine may have: made when it is first asked for. */
const whole = new Map<string, Machine<Chip>>();

/** Every machine as it is run; in a browser those that a config has named. */
export function allMachines(): readonly Machine<Chip>[] {
  return Object.keys(MACHINES).map(wholeMachine);
}

/** The machine of that name; it is only ever given hardware of its own kind. Throws a UserError for an unknown name. */
export function machineNamed(name: string, place: Place = { path: 'machine' }): Machine<Chip> {
  lookUp('machine', NAMES, name, place);
  return wholeMachine(name);
}

/** The same, loaded first where it is not part of the program: of a machine that no config has named the engine in a browser has nothing. */
export async function machineWhenNamed(name: string, place: Place): Promise<Machine<Chip>> {
  await arrived(name);
  return machineNamed(name, place);
}

function wholeMachine(name: string): Machine<Chip> {
  let found = whole.get(name);
  if (found === undefined) {
    if (!Object.hasOwn(MACHINES, name))
      throw new Error(`machine "${name}" is used before a config that names it was loaded`);
    found = withBuffer(MACHINES[name as keyof typeof MACHINES] as unknown as Machine<Chip>);
    whole.set(name, found);
  }
  return found;
}

/** The machine that a hardware record describes. */
export function machineOf({ machine = DEFAULT_MACHINE }: Pick<Chip, 'machine'>): Machine<Chip> {
  return machineNamed(machine);
}

/** Multiply-accumulates that a machine can do in a cycle. */
export function multipliersOf(hardware: Chip): number {
  return machineOf(hardware).multipliers?.(hardware) ?? hardware.processingElements;
}

/** Changes of a config that give a machine so many multipliers; undefined where it cannot have them. */
export function resizedTo(multipliers: number, hardware: Chip): readonly string[] | undefined {
  const { resized } = machineOf(hardware);
  return resized === undefined ? [`processingElements=${multipliers}`] : resized(multipliers, hardware);
}
