import { type Picked, pickMagnitudes } from '../kernels/weights/pick-magnitudes.ts';

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

/** Of so many values a sample says about where the rank lies, so that the others need to be looked at once. */
const MANY = 2 ** 17;
const SAMPLE = 2 ** 13;

/** The `count` largest magnitudes of all lists together; of equal ones those that come first. @param count 0 to the number of values */
export function largestMagnitudes(lists: readonly Float32Array[], count: number): Picked[] {
  if (count === 0) return lists.map(() => ({ values: new Float32Array(0), indices: new Uint32Array(0) }));
  const candidates = candidatesFor(lists, count);
  const { threshold, ties } = rankMagnitudes(
    candidates.map(({ values }) => values),
    count,
  );
  let left = ties;
  return candidates.map(({ values, indices }) => {
    const most = Math.min(values.length, count);
    const kept = { values: new Float32Array(most), indices: new Uint32Array(most) };
    let at = 0;
    for (let k = 0; k < values.length; k++) {
      const magnitude = Math.abs(values[k]);
      if (magnitude < threshold || (magnitude === threshold && left-- <= 0)) continue;
      kept.values[at] = values[k];
      kept.indices[at++] = indices[k];
    }
    return at === most ? kept : { values: kept.values.slice(0, at), indices: kept.indices.slice(0, at) };
  });
}

/** Values among which the `count` largest magnitudes are, few others among them. */
function candidatesFor(lists: readonly Float32Array[], count: number): Picked[] {
  const total = lists.reduce((sum, { length }) => sum + length, 0);
  const least = total < MANY ? 0 : likelyBelow(lists, count / total);
  const picked = lists.map((list) => pickMagnitudes(list, least, (1.2 * count * list.length) / total));
  const enough = picked.reduce((sum, { indices }) => sum + indices.length, 0) >= count;
  return enough ? picked : lists.map((list) => pickMagnitudes(list, 0));
}

/** A magnitude that is very likely below the one of that rank, as a share of all: six standard deviations of a sample. */
function likelyBelow(lists: readonly Float32Array[], share: number): number {
  const total = lists.reduce((sum, { length }) => sum + length, 0);
  const step = Math.floor(total / SAMPLE) | 1;
  const sample = lists.flatMap((list) =>
    Array.from({ length: Math.floor(list.length / step) }, (_, k) => Math.abs(list[k * step])),
  );
  const sorted = Float32Array.from(sample).toSorted();
  const rank = share * sorted.length;
  return sorted[sorted.length - 1 - Math.ceil(rank + 6 * Math.sqrt(rank + 1))] ?? 0;
}
