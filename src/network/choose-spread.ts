import type { RandomStream } from '../base/random.ts';
import { expOf, minusLogOf, normalTail } from './series.ts';

/** How unevenly non-zeros lie: standard deviations of the logarithm of what each row and each column scales its weights by. */
export interface Spread {
  readonly rowSpread: number;
  readonly columnSpread: number;
}

/** Logarithms of scales are whole numbers of this part of 1. */
const STEPS = 1024;

/**
 * A bit set with exactly `count` bits set, at column x rows + row. Weights are Gaussian, each row and each column scales its own, and what exceeds one threshold
 * is kept: a place is non-zero with P(|g| > T / (row scale x column scale)). Places are drawn evenly and taken with odds -ln(1 - P), which gives these
 * probabilities for independent places (or, for dense layers, the zeros with odds -ln P). Draws are integers; the table of odds is made with the four
 * operations alone, so that every machine has the same.
 */
export function chooseSpread(
  next: RandomStream,
  rows: number,
  columns: number,
  count: number,
  { rowSpread, columnSpread }: Spread,
): Int32Array {
  const size = rows * columns;
  const bits = new Int32Array(Math.ceil(size / 32));
  const rowScales = scales(next, rows, rowSpread);
  const columnScales = scales(next, columns, columnSpread);
  const least = least32(rowScales) + least32(columnScales);
  const most = most32(rowScales) + most32(columnScales);
  const drawsZeros = count > size - count;
  const accepted = acceptance(count / size, least, most, drawsZeros);
  const shift = Math.clz32(Math.max(size - 1, 1));
  for (let left = drawsZeros ? size - count : count; left > 0; ) {
    const position = next() >>> shift;
    if (position >= size || (bits[position >>> 5] & (1 << (position & 31))) !== 0) continue;
    const column = Math.floor(position / rows);
    const scale = rowScales[position - column * rows] + columnScales[column];
    if (next() >= accepted[scale - least]) continue;
    bits[position >>> 5] |= 1 << (position & 31);
    left--;
  }
  if (drawsZeros) for (let i = 0; i < bits.length; i++) bits[i] = ~bits[i];
  return bits;
}

/** Logarithms of scales, normally distributed (the sum of twelve draws of 16 bits has a standard deviation of 65536). */
function scales(next: RandomStream, count: number, spread: number): Int32Array {
  return Int32Array.from({ length: count }, () => {
    let sum = -12 * 32767.5;
    for (let k = 0; k < 12; k++) sum += next() >>> 16;
    return Math.round((spread * STEPS * sum) / 65536);
  });
}

/** Of 2^32, by scale from `least` to `most`: how often a place of that scale is taken, relative to the scale that is taken most often. */
function acceptance(density: number, least: number, most: number, drawsZeros: boolean): Float64Array {
  const threshold = thresholdOf(density);
  const odds = Float64Array.from({ length: most - least + 1 }, (_, k) => {
    const kept = normalTail(threshold / expOf((least + k) / STEPS));
    return minusLogOf(drawsZeros ? kept : 1 - kept);
  });
  const largest = odds.reduce((most_, value) => Math.max(most_, value), 0);
  return odds.map((value) => Math.floor((value / largest) * 2 ** 32));
}

/** T with P(|g| > T) = density, by halving. */
function thresholdOf(density: number): number {
  let low = 0;
  let high = 8;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > density) low = middle;
    else high = middle;
  }
  return low;
}

function least32(values: Int32Array): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function most32(values: Int32Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity);
}
