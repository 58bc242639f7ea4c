/** How often values fall into bins of one width; a bin starts at a multiple of the width, so that bins of two histograms can be joined. */
export interface WeightHistogram {
  /** A power of two. */
  readonly width: number;
  /** The first bin is from first x width to (first + 1) x width. */
  readonly first: number;
  readonly counts: readonly number[];
}

/** Bins a standard deviation is worth at least, and bins on each side of zero at most. */
const FINE = 8;
const MOST = 128;

/** The histogram of these values; without any it has no bins. */
export function weightHistogram(values: Float32Array): WeightHistogram {
  if (values.length === 0) return { width: 1, first: 0, counts: [] };
  let [sum, squares, least, most] = [0, 0, Infinity, -Infinity];
  for (const value of values) {
    sum += value;
    squares += value * value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
  const widest = Math.max(-least, most);
  if (widest === 0) return { width: 1, first: 0, counts: [values.length] };
  const fine = deviation === 0 ? -Infinity : Math.floor(Math.log2(deviation / FINE));
  const width = 2 ** Math.max(fine, Math.ceil(Math.log2(widest / MOST)));
  const first = Math.floor(least / width);
  const counts = Array.from({ length: Math.floor(most / width) - first + 1 }, () => 0);
  for (const value of values) counts[Math.floor(value / width) - first]++;
  return { width, first, counts };
}
