/** Which magnitude is the k-th largest, and how many of that very magnitude belong to the k largest. */
export interface MagnitudeRank {
  readonly threshold: number;
  /** Values of magnitude `threshold` among the `count` largest; those above it are all among them. */
  readonly ties: number;
}

/** The 31 bits of a magnitude are counted in two steps: the upper ones of all, then the lower ones of those that share the upper ones of the rank. */
const UPPER_BITS = 12;
const LOWER_BITS = 31 - UPPER_BITS;

/**
 * The `count` largest magnitudes of all lists together, by counting their bit patterns: fp32 magnitudes have the order of their bits. Linear, and the same on
 * every machine.
 * @param count 1 to the number of values
 */
export function rankMagnitudes(lists: readonly Float32Array[], count: number): MagnitudeRank {
  const high = new Uint32Array(2 ** UPPER_BITS);
  for (const list of lists) countUpper(patternsOf(list), high);
  const upper = findRank(high, count);
  const low = new Uint32Array(2 ** LOWER_BITS);
  for (const list of lists) countLower(patternsOf(list), upper.key, low);
  const lower = findRank(low, upper.left);
  const threshold = new Float32Array(Uint32Array.of(upper.key * 2 ** LOWER_BITS + lower.key).buffer)[0];
  return { threshold, ties: lower.left };
}

function patternsOf(list: Float32Array): Uint32Array {
  return new Uint32Array(list.buffer, list.byteOffset, list.length);
}

function countUpper(patterns: Uint32Array, counts: Uint32Array): void {
  for (let k = 0; k < patterns.length; k++) counts[(patterns[k] << 1) >>> (LOWER_BITS + 1)]++;
}

function countLower(patterns: Uint32Array, upper: number, counts: Uint32Array): void {
  for (let k = 0; k < patterns.length; k++) {
    const pattern = patterns[k];
    if ((pattern << 1) >>> (LOWER_BITS + 1) === upper) counts[pattern & (2 ** LOWER_BITS - 1)]++;
  }
}

/** The key at which the count from the top reaches `count`, and how many are still wanted of that key. */
function findRank(counts: Uint32Array, count: number): { key: number; left: number } {
  let left = count;
  let key = counts.length - 1;
  while (key > 0 && counts[key] < left) left -= counts[key--];
  return { key, left };
}
