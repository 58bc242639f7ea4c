import { bracketMagnitudes } from '../kernels/weights/bracket-magnitudes.ts';
import { type Picked, pickMagnitudes } from '../kernels/weights/pick-magnitudes.ts';

/** Which magnitude is the k-th largest, and how many of that very magnitude belong to the k largest. */
export interface MagnitudeRank {
  readonly threshold: number;
  /** Values of magnitude `threshold` among the `count` largest; those above it are all among them. */
  readonly ties: number;
}

/**
 * The 31 bits of a magnitude are counted in two steps, of which the counts stay in the cache: the upper ones of all, then the lower ones of those that share the upper ones of the
 * rank. bfloat16 has no others.
 */
const UPPER_BITS = 16;
const LOWER_BITS = 31 - UPPER_BITS;
const LOWER = 2 ** LOWER_BITS - 1;

/**
 * The `count` largest magnitudes of all lists together, by counting their bit patterns: fp32 magnitudes have the order of their bits. Linear, and the same on
 * every machine.
 * @param lists gone through twice, or once where all are bfloat16: they may be read anew for that
 * @param count 1 or more; where there are not so many, the threshold is 0
 */
export function rankMagnitudes(lists: Iterable<Float32Array>, count: number): MagnitudeRank {
  const high = new Float64Array(2 ** UPPER_BITS);
  let lower = 0;
  for (const list of lists) lower |= countUpper(patternsOf(list), high);
  const upper = findRank(high, count);
  if (lower === 0) return { threshold: magnitudeOf(upper.key, 0), ties: upper.left };
  return rankLower(lists, upper);
}

function rankLower(
  lists: Iterable<Float32Array>,
  upper: { readonly key: number; readonly left: number },
): MagnitudeRank {
  const low = new Float64Array(2 ** LOWER_BITS);
  for (const list of lists) countLower(patternsOf(list), upper.key, low);
  const lower = findRank(low, upper.left);
  return { threshold: magnitudeOf(upper.key, lower.key), ties: lower.left };
}

function magnitudeOf(upper: number, lower: number): number {
  return new Float32Array(Uint32Array.of(upper * 2 ** LOWER_BITS + lower).buffer)[0];
}

function patternsOf(list: Float32Array): Uint32Array {
  return new Uint32Array(list.buffer, list.byteOffset, list.length);
}

/** Returns the lower bits that any of them has. */
function countUpper(patterns: Uint32Array, counts: Float64Array): number {
  let all = 0;
  for (let k = 0; k < patterns.length; k++) {
    const pattern = patterns[k];
    all |= pattern;
    counts[(pattern << 1) >>> (LOWER_BITS + 1)]++;
  }
  return all & LOWER;
}

function countLower(patterns: Uint32Array, upper: number, counts: Float64Array): void {
  for (let k = 0; k < patterns.length; k++) {
    const pattern = patterns[k];
    if ((pattern << 1) >>> (LOWER_BITS + 1) === upper) counts[pattern & LOWER]++;
  }
}

/** The key at which the count from the top reaches `count`, and how many are still wanted of that key. */
function findRank(counts: Float64Array, count: number): { key: number; left: number } {
  let left = count;
  let key = counts.length - 1;
  while (key > 0 && counts[key] < left) left -= counts[key--];
  return { key, left };
}

/** Of so many values a sample says about where the rank lies, so that few others need to be ranked. */
const MANY = 2 ** 17;
const SAMPLE = 2 ** 13;

/** The `count` largest magnitudes; of equal ones those that come first. @param count 0 to the number of values */
export function largestMagnitudes(values: Float32Array, count: number): Picked {
  if (count === 0) return { values: new Float32Array(0), indices: new Uint32Array(0) };
  const { threshold, ties } = rankSampled(values, count);
  const picked = pickMagnitudes(values, threshold, count);
  return picked.values.length === count ? picked : tiesKept(threshold, ties)(picked);
}

/** Of magnitudes that were picked list after list: those above a threshold, and so many of those at it, the first ones. They lie where they were picked. */
export function tiesKept(threshold: number, ties: number): (picked: Picked) => Picked {
  let left = ties;
  return ({ values, indices }) => {
    let at = 0;
    for (let k = 0; k < values.length; k++) {
      const magnitude = Math.abs(values[k]);
      if (magnitude < threshold || (magnitude === threshold && left-- <= 0)) continue;
      values[at] = values[k];
      indices[at++] = indices[k];
    }
    return { values: values.subarray(0, at), indices: indices.subarray(0, at) };
  };
}

/** The rank of many values among those few that lie where a sample expects it, if it is there. */
function rankSampled(values: Float32Array, count: number): MagnitudeRank {
  if (values.length < MANY) return rankMagnitudes([values], count);
  const { least, below } = likelyBracket(values, count / values.length);
  const { values: few, above } = bracketMagnitudes(values, least, below);
  const left = count - above;
  return left > 0 && left <= few.length ? rankMagnitudes([few], left) : rankMagnitudes([values], count);
}

/** Magnitudes between which the one of that rank, as a share of all, very likely lies: six standard deviations of a sample. */
function likelyBracket(values: Float32Array, share: number) {
  const step = Math.floor(values.length / SAMPLE) | 1;
  const sample = new Float32Array(Math.floor(values.length / step));
  for (let k = 0; k < sample.length; k++) sample[k] = Math.abs(values[k * step]);
  sample.sort();
  const rank = share * sample.length;
  const margin = 6 * Math.sqrt(rank + 1);
  const of = (place: number) => sample[sample.length - 1 - place];
  return { least: of(Math.ceil(rank + margin)) ?? 0, below: of(Math.floor(rank - margin)) ?? Infinity };
}
