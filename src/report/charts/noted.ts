import { wrapWords } from '../tables/wrap-words.ts';
import type { ChartStyle } from './style.ts';

/** Description and title of a chart that does not show all of its record: what is left out stands below the title, where the style has one. */
export function noted(style: ChartStyle, title: string, leftOut: string | undefined): Record<string, unknown> {
  if (leftOut === undefined) return {};
  const description = `${title}: ${leftOut}`;
  if (!style.titled) return { description };
  const subtitle = wrapWords(leftOut, Math.floor((style.width * 1.6) / style.fontSize)).split('\n');
  return { description, title: { text: title, subtitle, subtitleFontSize: style.fontSize } };
}
