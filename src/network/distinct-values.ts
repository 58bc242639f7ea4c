import type { Values } from './imported-weights.ts';

/** How many different values there are, zeros (of either sign) left out. Linear for fp32, by sorting for wider values. */
export function countDistinct(values: Values): number {
  if (values instanceof Float64Array) return countRuns(values.filter((value) => value !== 0).toSorted());
  const patterns = new Uint32Array(values.length);
  let count = 0;
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (const pattern of bits) if ((pattern & 0x7fffffff) !== 0) patterns[count++] = pattern;
  return countRuns(groupPatterns(patterns.subarray(0, count)));
}

/** Equal patterns side by side: a radix sort by the lower and then the upper 16 bits. */
function groupPatterns(patterns: Uint32Array): Uint32Array {
  const byLower = scatter(patterns, 0);
  return scatter(byLower, 16);
}

function scatter(patterns: Uint32Array, shift: number): Uint32Array {
  const next = new Uint32Array((1 << 16) + 1);
  for (const pattern of patterns) next[((pattern >>> shift) & 0xffff) + 1]++;
  for (let digit = 0; digit < 1 << 16; digit++) next[digit + 1] += next[digit];
  const sorted = new Uint32Array(patterns.length);
  for (const pattern of patterns) sorted[next[(pattern >>> shift) & 0xffff]++] = pattern;
  return sorted;
}

function countRuns(grouped: ArrayLike<number>): number {
  let runs = 0;
  for (let index = 0; index < grouped.length; index++) if (index === 0 || grouped[index] !== grouped[index - 1]) runs++;
  return runs;
}
