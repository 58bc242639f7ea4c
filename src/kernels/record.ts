import { RECORDS } from '../../generated/kernels.ts';
import type { LinearMemory } from './linear-memory.ts';

type Name = keyof typeof RECORDS;
type Fields<Of extends Name> = Readonly<Record<(typeof RECORDS)[Of][number], number>>;

/** Writes a record that a kernel reads (a class of its source, all fields words) into a block; returns its address. */
export function putRecord<Of extends Name>(
  memory: LinearMemory,
  take: (bytes: number) => number,
  name: Of,
  fields: Fields<Of>,
): number {
  const names: readonly (typeof RECORDS)[Of][number][] = RECORDS[name];
  const at = take(4 * names.length);
  const words = memory.words(at, names.length);
  names.forEach((field, k) => {
    words[k] = fields[field];
  });
  return at;
}

/** What a kernel has left in a field. */
export function fieldOf<Of extends Name>(
  memory: LinearMemory,
  at: number,
  name: Of,
  field: (typeof RECORDS)[Of][number],
): number {
  return memory.words(at + 4 * (RECORDS[name] as readonly string[]).indexOf(field), 1)[0];
}
