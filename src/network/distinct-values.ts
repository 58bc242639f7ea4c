import { distinctFloats } from '../kernels/weights/distinct-floats.ts';
import type { Values } from './imported-weights.ts';

/** How many different values there are, zeros (of either sign) left out; none of them is NaN. Linear. */
export function countDistinct(values: Values): number {
  return values instanceof Float64Array ? countWide(values) : distinctFloats(values);
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
