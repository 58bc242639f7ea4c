import type { LadderResult } from '../../run/ladder/ladder-result.ts';

/** Of what the numbers of a ladder are sums; undefined where they are those of one inference. */
export function ladderSums({ network: { inferences } }: LadderResult): string | undefined {
  return inferences === undefined ? undefined : `sums over ${inferences} inferences`;
}
