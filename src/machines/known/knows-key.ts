import { parsePath } from '../../base/field-path.ts';
import type { z } from '../../base/zod.ts';
import type { Chip } from '../../config/chip.ts';
import { priceKey } from '../../config/energy/price-key.ts';
import { schemaAt } from '../../config/yaml/schema-walk.ts';
import { LEAKAGE } from '../component.ts';
import { machineOf } from '../index.ts';

/** Whether a machine has a key of the hardware config, or counts the action of a price. */
export function knowsKey(
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
