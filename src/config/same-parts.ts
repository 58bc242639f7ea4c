import type { Chip } from './chip.ts';

/** Whether two machines consist of the same values and records, their names and what energy costs apart. Of equal records that are not the same it may say no. */
export function hasSameParts(a: Chip, b: Chip): boolean {
  const [ofA, ofB] = [a, b] as unknown as Readonly<Record<string, unknown>>[];
  let keys = 0;
  for (const key in ofB) {
    if (key !== 'name' && key !== 'file' && key !== 'energy' && ofA[key] !== ofB[key]) return false;
    keys++;
  }
  for (const _ in ofA) keys--;
  return keys === 0;
}
