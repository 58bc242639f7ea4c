import type { LinearMemory } from './linear-memory.ts';

/** Writes a record that a kernel reads (a class of its source, all fields words; `names` are generated from it) into a block; returns its address. */
export function putRecord<const Names extends readonly string[]>(
  memory: LinearMemory,
  take: (bytes: number) => number,
  names: Names,
  fields: Readonly<Record<Names[number], number>>,
): number {
  const at = take(4 * names.length);
  const words = memory.words(at, names.length);
  for (let k = 0; k < names.length; k++) words[k] = fields[names[k] as Names[number]];
  return at;
}

/** What a kernel has left in a field. */
export function fieldOf<const Names extends readonly string[]>(
  memory: LinearMemory,
  at: number,
  names: Names,
  field: Names[number],
): number {
  return memory.words(at + 4 * names.indexOf(field), 1)[0];
}
