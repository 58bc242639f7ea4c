import type { Chip } from '../../config/chip.ts';
import type { RecordOf } from '../../config/yaml/record-field.ts';
import type { LeafOf, Narrowed } from '../narrowed.ts';
import type { scnnSchema } from './schema.ts';

/** A fully defaulted SCNN. */
export type Scnn = RecordOf<typeof scnnSchema> & Pick<Chip, 'file' | 'validation' | 'processingElements'>;

/** The same with no more than the values at some paths of the record. */
export type Reads<Paths extends LeafOf<Scnn>> = Narrowed<Scnn, Paths>;
