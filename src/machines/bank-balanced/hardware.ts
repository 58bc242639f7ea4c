import type { Chip } from '../../config/chip.ts';
import type { RecordOf } from '../../config/yaml/record-field.ts';
import type { LeafOf, Narrowed } from '../narrowed.ts';
import type { bankBalancedSchema } from './schema.ts';

/** Fully defaulted multipliers of a balanced matrix. */
export type BankBalanced = RecordOf<typeof bankBalancedSchema> & Pick<Chip, 'file'>;

/** The same with no more than the values at some paths of the record. */
export type Reads<Paths extends LeafOf<BankBalanced>> = Narrowed<BankBalanced, Paths>;
