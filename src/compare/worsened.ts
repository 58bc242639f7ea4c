import type { ComparedNumber } from './comparison.ts';

const LOW_IS_GOOD = /(^|\.)(cycles|timeUs|averagePowerMw|energyDelayPjS|totalMm2)$|^energyPj\.|Pj$|Us$|Mw$|Mm2$/;
const HIGH_IS_GOOD =
  /(^|\.)(loadBalanceEfficiency|utilization|inferencesPerSecond|inferencesPerJoule|accuracy|top1|top5)$/;

/** Whether less of a metric is good, more is, or neither is known. */
export function goodEnd(metric: string): 'low' | 'high' | undefined {
  if (HIGH_IS_GOOD.test(metric)) return 'high';
  return LOW_IS_GOOD.test(metric) ? 'low' : undefined;
}

/** The rows in which some result is worse than the baseline by more than a share (0.02: 2 %); a cost that was 0 and is not any more is worse by any share. */
export function worsened(rows: readonly ComparedNumber[], tolerance: number): ComparedNumber[] {
  return rows.filter(({ metric, values, relativeDifferences }) => {
    const good = goodEnd(metric);
    if (good === undefined) return false;
    return relativeDifferences.some((change, k) => {
      if (change === null) return values[0] === 0 && good === 'low' && (values[k] ?? 0) > 0;
      return good === 'low' ? change > tolerance : -change > tolerance;
    });
  });
}
