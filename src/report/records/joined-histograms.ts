import type { WeightHistogram } from '../../train/network/weight-histogram.ts';

/** Histograms with bins of one width, the widest of theirs: bins start at multiples of powers of two, so finer ones lie whole within wider ones. */
export function joinedHistograms(histograms: readonly WeightHistogram[]): WeightHistogram[] {
  const width = Math.max(...histograms.map((histogram) => histogram.width));
  return histograms.map((histogram) => {
    const ratio = width / histogram.width;
    const first = Math.floor(histogram.first / ratio);
    const counts: number[] = [];
    histogram.counts.forEach((count, index) => {
      const bin = Math.floor((histogram.first + index) / ratio) - first;
      counts[bin] = (counts[bin] ?? 0) + count;
    });
    return { width, first, counts };
  });
}
