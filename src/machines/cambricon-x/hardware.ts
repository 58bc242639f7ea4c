import type { Chip } from '../../config/chip.ts';
import type { RecordOf } from '../../config/yaml/record-field.ts';
import type { LeafOf, Narrowed } from '../narrowed.ts';
import type { cambriconXSchema } from './schema.ts';

/** A fully defaulted Cambricon-X. */
export type CambriconX = RecordOf<typeof cambriconXSchema> & Pick<Chip, 'file' | 'validation'>;

/** The same with no more than the values at some paths of the record. */
export type Reads<Paths extends LeafOf<CambriconX>> = Narrowed<CambriconX, Paths>;
