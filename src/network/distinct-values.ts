import type { Values } from './imported-weights.ts';

/** How many different values there are, zeros (of either sign) left out; none of them is NaN. Linear. */
export function countDistinct(values: Values): number {
  return values instanceof Float64Array ? countWide(values) : countNarrow(values);
}

/** Upper bits that patterns are grouped by: of those below them each has its bit in a set that stays in the second-level cache. */
const GROUP_BITS = 11;
const LOWER_BITS = 32 - GROUP_BITS;

function countNarrow(values: Float32Array): number {
  const patterns = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const starts = new Uint32Array(2 ** GROUP_BITS + 1);
  for (let k = 0; k < patterns.length; k++) starts[(patterns[k] >>> LOWER_BITS) + 1]++;
  for (let group = 0; group < 2 ** GROUP_BITS; group++) starts[group + 1] += starts[group];
  const next = starts.slice();
  const grouped = new Uint32Array(patterns.length);
  for (let k = 0; k < patterns.length; k++) {
    const pattern = patterns[k];
    grouped[next[pattern >>> LOWER_BITS]++] = pattern;
  }
  const seen = new Int32Array(2 ** (LOWER_BITS - 5));
  let count = 0;
  for (let group = 0; group < 2 ** GROUP_BITS; group++)
    count += countGroup(grouped, starts[group], starts[group + 1], seen);
  return count;
}

/** Different patterns of a group, but for that of a zero; `seen` is empty before and after. */
function countGroup(grouped: Uint32Array, from: number, to: number, seen: Int32Array): number {
  let count = 0;
  let zeros = 0;
  for (let k = from; k < to; k++) {
    const low = grouped[k] & (2 ** LOWER_BITS - 1);
    const word = seen[low >>> 5];
    const isNew = (~(word >>> (low & 31)) & 1) | 0;
    count += isNew;
    if ((grouped[k] & 0x7fffffff) === 0) zeros |= isNew;
    seen[low >>> 5] = word | (1 << (low & 31));
  }
  if (to - from > seen.length) seen.fill(0);
  else for (let k = from; k < to; k++) seen[(grouped[k] & (2 ** LOWER_BITS - 1)) >>> 5] = 0;
  return count - zeros;
}

/** Groups of doubles by a hash of their bits: about as many as lie in the second-level cache with the table that finds them. */
const WIDE_GROUP = 2 ** 13;

function countWide(values: Float64Array): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const bits = Math.max(0, Math.min(16, Math.ceil(Math.log2(values.length / WIDE_GROUP))));
  const groupOf = (k: number) => (bits === 0 ? 0 : hashOf(words[2 * k], words[2 * k + 1]) >>> (32 - bits));
  const starts = new Uint32Array(2 ** bits + 1);
  for (let k = 0; k < values.length; k++) if (values[k] !== 0) starts[groupOf(k) + 1]++;
  for (let group = 0; group < 2 ** bits; group++) starts[group + 1] += starts[group];
  const next = starts.slice();
  const grouped = new Float64Array(starts[2 ** bits]);
  for (let k = 0; k < values.length; k++) if (values[k] !== 0) grouped[next[groupOf(k)]++] = values[k];
  let count = 0;
  for (let group = 0; group < 2 ** bits; group++)
    count += countHashed(grouped.subarray(starts[group], starts[group + 1]));
  return count;
}

/** Different values of a group, none of them 0, in a table at most half full. */
function countHashed(values: Float64Array): number {
  if (values.length === 0) return 0;
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const mask = 2 ** Math.ceil(Math.log2(2 * values.length)) - 1;
  const table = new Float64Array(mask + 1);
  let count = 0;
  for (let k = 0; k < values.length; k++) {
    let at = hashOf(words[2 * k], words[2 * k + 1]) & mask;
    while (table[at] !== 0 && table[at] !== values[k]) at = (at + 1) & mask;
    if (table[at] !== 0) continue;
    table[at] = values[k];
    count++;
  }
  return count;
}

/** 32 bits of which the upper and the lower ones are mixed well (the finalizer of MurmurHash3). */
function hashOf(low: number, high: number): number {
  let hash = Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
