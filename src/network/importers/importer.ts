import { type Budget, fileBudget } from '../../base/budget.ts';
import type { Files } from '../../base/files/files.ts';
import type { ImportedWeights } from '../imported-weights.ts';
import type { WeightSource } from '../weight-source.ts';

/** Where a file lies. */
export type Place = Pick<Source, 'files' | 'file'>;

/** A file in memory, and its path for messages and for neighbours in its folder. */
export interface Source {
  /** Where its neighbours are looked for; without it, it has none. */
  readonly files?: Files;
  readonly file: string;
  readonly bytes: Uint8Array;
  /** What reading it may take; without it that of a file of so many bytes. */
  readonly budget?: Budget;
}

/** What reading a file may take: a reader asks before it allocates by what the file claims. */
export function budgetOf({ file, bytes, budget }: Source): Budget {
  return budget ?? fileBudget(file, bytes.length);
}

/** A file that is read part by part. */
export interface OpenFile {
  readonly files: Files;
  readonly file: string;
  readonly fileBytes: number;
  /** So many bytes behind byte `from`; in the block that is given, or in a new one. */
  readonly part: (from: number, length: number, into?: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
}

/** What a user may add to a file. */
export interface ImportOptions {
  /** The Caffe network description that a .net file needs. */
  readonly prototxt?: string;
  /** Seed for the values of a file that holds none (smtx, pattern); 1 by default. */
  readonly seed?: number;
  /** How to read bytes whose kind the file does not tell (numpy's void V1 and V2): `bf16`, `e4m3`, `e5m2`, `int4`, ... */
  readonly dtype?: string;
}

/** A reader of one file format; each throws UserError (file, line or byte, expected, found) on a file that it cannot read whole. */
export interface Importer {
  readonly name: string;
  /** What the format is, in a few words. */
  readonly description: string;
  /** With the dot, lower case; none where it lies inside another format's files. */
  readonly extensions: readonly string[];
  /** Is this file mine, by its first bytes (up to 4096)? */
  readonly matches: (head: Uint8Array) => boolean;
  /** Files beside this one that it is read with, as paths; left out where there are none. */
  readonly neighbours?: (source: Source) => readonly string[];
  readonly read: (source: Source, options: ImportOptions) => ImportedWeights | Promise<ImportedWeights>;
  /** Reads the file's head, and its layers when they are asked for; without it the file is read whole. */
  readonly open?: (file: OpenFile, options: ImportOptions) => WeightSource;
}
