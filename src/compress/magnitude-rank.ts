/** Which magnitude is the k-th largest, and how many of that very magnitude belong to the k largest. */
export interface MagnitudeRank {
  readonly threshold: number;
  /** Values of magnitude `threshold` among the `count` largest; those above it are all among them. */
  readonly ties: number;
}

/**
 * The `count` largest magnitudes of all lists together, by counting their bit patterns: fp32 magnitudes have the order of their bits, so two passes
 * over 2^16 counters find the rank exactly. Linear, and the same on every machine.
 * @param count 1 to the number of values
 */
export function rankMagnitudes(lists: readonly Float32Array[], count: number): MagnitudeRank {
  const high = countBits(lists, (bits) => bits >>> 15);
  const upper = findRank(high, count);
  const low = countBits(lists, (bits) => (bits >>> 15 === upper.key ? bits & 0x7fff : -1));
  const lower = findRank(low, upper.left);
  const threshold = new Float32Array(Uint32Array.of((upper.key << 15) | lower.key).buffer)[0];
  return { threshold, ties: lower.left };
}

/** Counts keys of the 31 magnitude bits; a key of -1 is not counted. */
function countBits(lists: readonly Float32Array[], keyOf: (bits: number) => number): Uint32Array {
  const counts = new Uint32Array(1 << 16);
  for (const list of lists) {
    const patterns = new Uint32Array(list.buffer, list.byteOffset, list.length);
    for (const pattern of patterns) {
      const key = keyOf(pattern & 0x7fffffff);
      if (key >= 0) counts[key]++;
    }
  }
  return counts;
}

/** The key at which the count from the top reaches `count`, and how many are still wanted of that key. */
function findRank(counts: Uint32Array, count: number): { key: number; left: number } {
  let left = count;
  let key = counts.length - 1;
  while (key > 0 && counts[key] < left) left -= counts[key--];
  return { key, left };
}
