/** Smallest and largest of numbers; Infinity and -Infinity of none. Not Math.max(...values), which a hundred thousand values break. */
export function extremes(values: Iterable<number>): { readonly least: number; readonly most: number } {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** The largest magnitude among numbers and gaps; 0 of none. */
export function largestMagnitude(values: Iterable<number | null | undefined>): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value ?? 0));
  return largest;
}
