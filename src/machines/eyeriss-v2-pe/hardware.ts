import type { Chip } from '../../config/chip.ts';
import type { RecordOf } from '../../config/yaml/record-field.ts';
import type { LeafOf, Narrowed } from '../narrowed.ts';
import type { eyerissSchema } from './schema.ts';

/** Fully defaulted processing elements of Eyeriss v2. */
export type Eyeriss = RecordOf<typeof eyerissSchema> & Pick<Chip, 'file'>;

/** The same with no more than the values at some paths of the record. */
export type Reads<Paths extends LeafOf<Eyeriss>> = Narrowed<Eyeriss, Paths>;
