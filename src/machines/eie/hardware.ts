import type { Chip } from '../../config/chip.ts';
import type { RecordOf } from '../../config/yaml/record-field.ts';
import type { LeafOf, Narrowed } from '../narrowed.ts';
import type { eieSchema } from './schema.ts';

/** What a config states of an EIE. */
export type Stated = RecordOf<typeof eieSchema>;

/** A fully defaulted EIE. */
export type Eie = Omit<Stated, 'machine' | 'encoding'> &
  Pick<Chip, 'file' | 'machine'> & {
    readonly encoding: Omit<Stated['encoding'], 'codeBits'> & { readonly codeBits: number };
  };

/** An EIE with no more than the values at some paths of its record. */
export type Reads<Paths extends LeafOf<Eie>> = Narrowed<Eie, Paths>;
