import type { z } from '../../base/zod.ts';
import type { Chip } from '../../config/chip.ts';
import { knowsKey } from '../../machines/known/knows-key.ts';
import { type HardwareSource, hardwareOf, machineIn } from '../../machines/load-hardware.ts';
import { readHardwareSource } from '../../node/read-configs.ts';
import type { SweepConfig } from './sweep.ts';

/** The axis over machines: its values are hardware configs. */
export const MACHINE_AXIS = 'machine';

/** A machine of a sweep: the base, or one of the axis `machine`. */
export interface SweptMachine {
  /** As the axis has it; undefined: the sweep has no such axis. */
  readonly value?: string;
  readonly source: HardwareSource;
  /** The changes of the sweep's `set` that it gets. */
  readonly set: readonly string[];
  readonly hardware: Chip;
  readonly schema: z.ZodObject;
}

/** Whether a machine of a sweep has the key of an axis. Without the axis `machine` a price that only the table knows is an axis, too. */
export function hasKey(machine: SweptMachine, key: string): boolean {
  return machine.value === undefined || knowsKey(machine, key);
}

/** What of a sweep says how its machines are made. */
export type Sweeping = Pick<SweepConfig, 'set' | 'whereKnown'>;

/** Reads the machine of a file, with the changes of the sweep. Throws a UserError with all faults. */
export async function sweptMachine(path: string, { set, whereKnown }: Sweeping, value?: string): Promise<SweptMachine> {
  const source = readHardwareSource(path);
  const { schema } = await machineIn(source.tree);
  const bare = { schema, hardware: source.tree.root as Pick<Chip, 'machine'> };
  const own = set.filter((change) => {
    const key = change.slice(0, change.indexOf('='));
    return !whereKnown.includes(key) || knowsKey(bare, key);
  });
  const hardware = await hardwareOf(source, { set: own });
  return { ...(value !== undefined && { value }), source, set: own, hardware, schema };
}

/** All machines of a sweep that can be read, in the order of the axis; the first is the base. */
export async function sweptMachines(
  config: Sweeping & Pick<SweepConfig, 'hardware' | 'axes'>,
): Promise<SweptMachine[]> {
  const axis = config.axes.find(({ name }) => name === MACHINE_AXIS);
  if (axis === undefined) return [await sweptMachine(config.hardware, config)];
  const readable = axis.values.filter(({ fault }) => fault === undefined);
  return Promise.all(readable.map(({ value, text }) => sweptMachine(text, config, String(value))));
}
