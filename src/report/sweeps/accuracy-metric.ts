import type { SweepRecord } from '../records/sweep-record.ts';
import { hasMetric } from './sweep-series.ts';

/** What a sweep may call the share of right answers, the sharpest first. */
export const ACCURACY = ['accuracy', 'top1', 'top5'] as const;

/** The metric of a sweep that is an accuracy, or undefined. */
export function accuracyMetric(record: SweepRecord): string | undefined {
  return ACCURACY.find((metric) => hasMetric(record, metric));
}
