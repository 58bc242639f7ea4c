import { parsePath } from '../../base/field-path.ts';
import type { z } from '../../base/zod.ts';
import type { Chip } from '../../config/chip.ts';
import { priceKey } from '../../config/energy/price-key.ts';
import { schemaAt } from '../../config/yaml/schema-walk.ts';
import { LEAKAGE } from '../../machines/component.ts';
import { machineOf } from '../../machines/index.ts';
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

/** What of a sweep says how its machines are made. */
export type Sweeping = Pick<SweepConfig, 'set' | 'whereKnown'>;

/** Reads the machine of a file, with the changes of the sweep. Throws a UserError with all faults. */
export async function sweptMachine(path: string, { set, whereKnown }: Sweeping, value?: string): Promise<SweptMachine> {
  const source = readHardwareSource(path);
  const { schema } = await machineIn(source.tree);
  const bare = { schema, hardware: source.tree.root as Pick<Chip, 'machine'> };
  const own = set.filter((change) => {
    const key = change.slice(0, change.indexOf('='));
    return !whereKnown.includes(key) || knows(bare, key);
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

/** Whether a machine has a key of the hardware config, or counts the action of a price. */
export function knows(
  { schema, hardware }: { readonly schema: z.ZodObject; readonly hardware: Pick<Chip, 'machine'> },
  key: string,
): boolean {
  const price = priceKey(key);
  if (price === undefined) return schemaAt(schema, parsePath(key)) !== undefined;
  return machineOf(hardware).components.some(
    ({ name, actions, leaks }) =>
      name === price.component && (actions.includes(price.action) || (leaks && price.action === LEAKAGE)),
  );
}
