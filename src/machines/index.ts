import { lookUp } from '../base/registry.ts';
import type { Place } from '../base/user-error.ts';
import type { Chip } from '../config/chip.ts';
import { DEFAULT_MACHINE } from '../config/default-machine.ts';
import { bankBalanced } from './bank-balanced/index.ts';
import { withBuffer } from './buffer.ts';
import { cambriconS } from './cambricon-s/index.ts';
import { cambriconX } from './cambricon-x/index.ts';
import { eie } from './eie/index.ts';
import { eyerissV2Pe } from './eyeriss-v2-pe/index.ts';
import type { Machine } from './machine.ts';
import { scnn } from './scnn/index.ts';
import { systolic } from './systolic/index.ts';

/** Every machine; a new one is its folder and its name here. */
export const MACHINES = {
  eie,
  systolic,
  'eyeriss-v2-pe': eyerissV2Pe,
  'bank-balanced': bankBalanced,
  'cambricon-x': cambriconX,
  'cambricon-s': cambriconS,
  scnn,
};

type HardwareOf<M> = M extends Machine<infer H> ? H : never;

/** A fully defaulted machine of any kind. */
export type Hardware = HardwareOf<(typeof MACHINES)[keyof typeof MACHINES]>;

/** Names of all numbers that machines count. */
export type CounterName = (typeof MACHINES)[keyof typeof MACHINES]['counters'][number]['name'];

/** Those of the EIE. */
export type EieCounterName = (typeof eie)['counters'][number]['name'];

/** All machines, each with what every machine may have. */
const WHOLE = Object.fromEntries(
  Object.entries(MACHINES).map(([name, machine]) => [name, withBuffer(machine as unknown as Machine<Chip>)]),
);

/** Every machine as it is run. */
export function allMachines(): readonly Machine<Chip>[] {
  return Object.values(WHOLE);
}

/** The machine of that name; it is only ever given hardware of its own kind. Throws a UserError for an unknown name. */
export function machineNamed(name: string, place: Place = { path: 'machine' }): Machine<Chip> {
  return lookUp('machine', WHOLE, name, place);
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
