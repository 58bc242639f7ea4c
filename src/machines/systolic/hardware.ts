import type { Chip } from '../../config/chip.ts';
import type { RecordOf } from '../../config/yaml/record-field.ts';
import type { LeafOf, Narrowed } from '../narrowed.ts';
import type { systolicSchema } from './schema.ts';

/** What a config states of a systolic array. */
export type Stated = RecordOf<typeof systolicSchema> & Pick<Chip, 'file'>;

/** A fully defaulted systolic array. */
export type Systolic = Stated & Pick<Chip, 'processingElements'>;

/** The same with no more than the values at some paths of its record. */
export type Reads<Paths extends LeafOf<Systolic>> = Narrowed<Systolic, Paths>;
