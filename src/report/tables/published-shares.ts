import { KNOWN_COUNTERS } from '../../machines/known/known-counters.ts';
import type { RunResult } from '../../run/result.ts';
import { percentText } from '../text/number-text.ts';
import { textTable } from '../text/text-table.ts';
import { wrapWords } from '../text/wrap-words.ts';

/** A share of the cycles beside the published one. */
export interface ComparedShare {
  readonly counter: string;
  /** Share of all cycles, those that are not simulated among them. */
  readonly found: number;
  readonly published: number;
}

/** Published shares of the cycles beside those found: these are of what is simulated, so that they are scaled by the share of the cycles that is not. */
export function comparedShares({ network, totals }: RunResult): readonly ComparedShare[] {
  const { shares = [], otherShare = 0 } = network.published ?? {};
  const found = totals as unknown as Readonly<Record<string, number | undefined>>;
  return shares.flatMap(({ counter, share }) => {
    const own = found[counter];
    return own === undefined ? [] : [{ counter, found: own * (1 - otherShare), published: share }];
  });
}

/** The same as text; undefined where nothing is published, or the machine does not count it. */
export function publishedSharesText(result: RunResult, width: number): string | undefined {
  const compared = comparedShares(result);
  const { published } = result.network;
  if (published === undefined || compared.length === 0) return undefined;
  const other =
    published.otherShare === 0
      ? ''
      : `; ${percentText(published.otherShare)} % of the cycles there are not simulated here, and the shares found are scaled to the rest`;
  const difference = ({ found, published: there }: ComparedShare) => (100 * (found - there)).toFixed(1);
  return `${wrapWords(`Shares of the cycles beside ${published.source}${other}`, width)}\n\n${textTable([
    {
      head: 'share',
      cells: compared.map(({ counter }) => KNOWN_COUNTERS.get(counter)?.title ?? counter),
      align: 'left',
    },
    { head: 'here\n%', cells: compared.map(({ found }) => percentText(found)), align: 'right' },
    { head: 'published\n%', cells: compared.map((share) => percentText(share.published)), align: 'right' },
    { head: 'difference\npoints', cells: compared.map(difference), align: 'right' },
  ])}`;
}
