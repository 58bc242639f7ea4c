import type { Chip } from '../../config/chip.ts';
import type { MachineConfig } from '../machine.ts';
import type { Eie, Stated } from './hardware.ts';
import { eieFaults, eieSchema, weightBits } from './schema.ts';

/** What a config leaves to others of its keys: the bits of a weight. */
function completeEie(stated: Stated & Pick<Chip, 'file'>): Eie {
  const { encoding, arithmetic } = stated;
  const codeBits = encoding.codeBits ?? weightBits(encoding.weights, arithmetic.weight);
  return { ...stated, encoding: { ...encoding, codeBits } };
}

/** What reading a config of an EIE takes. */
export const eieConfig: MachineConfig<Eie> = {
  schema: eieSchema,
  faults: eieFaults,
  holdsBlocks: true,
  complete: completeEie,
};
