import type { DramTiming } from '../../config/dram-timing.ts';
import type { DramCounts } from './dram-requests.ts';
import { type RankState, stepRefresh } from './rank.ts';

type Standby = Pick<DramCounts, 'refreshes' | 'activeStandbyCycles' | 'prechargeStandbyCycles'>;

/**
 * Refreshes of the first `energyCycles` clocks, and how many of those had a row open anywhere and how many none; the rows that are open close at the
 * refresh that is due in clock `nextRefresh`.
 */
export function standby(p: DramTiming, rank: RankState, nextRefresh: number, energyCycles: number): Standby {
  for (let clock = nextRefresh; clock <= energyCycles && stepRefresh(rank, clock) !== 'refresh'; clock++);
  const stillOpen = rank.banks.filter((bank) => bank.openRow >= 0);
  const open = [...rank.openIntervals, ...stillOpen.map((bank): [number, number] => [bank.openedAt, energyCycles])];
  const activeStandbyCycles = unionLength(open, energyCycles);
  return {
    refreshes: Math.floor(energyCycles / p.REFI),
    activeStandbyCycles,
    prechargeStandbyCycles: energyCycles - activeStandbyCycles,
  };
}

/** Length of the union of intervals, cut at `end`. */
function unionLength(intervals: readonly [number, number][], end: number): number {
  let length = 0;
  let covered = 0;
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const start = Math.max(from, covered);
    const stop = Math.min(to, end);
    if (stop <= start) continue;
    length += stop - start;
    covered = stop;
  }
  return length;
}
